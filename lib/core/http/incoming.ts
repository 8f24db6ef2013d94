import { fail } from "@/lib/shared/errors";

/** What an endpoint reads of a request, whichever server received it. */
export type Incoming = {
  readonly method: string;
  /** The path with its query, or the whole URL. */
  readonly url: string;
  readonly headers: Pick<Headers, "get">;
  readonly hasBody: boolean;
  /** The body. @throws payload_too_large beyond `max` bytes */
  text(max: number): Promise<string>;
};

/** A request as web servers and Next hand it over. */
export const fromWeb = (request: Request): Incoming => ({
  method: request.method,
  url: request.url,
  headers: request.headers,
  hasBody: request.body !== null && request.headers.get("content-length") !== "0",
  text: (max) => readText(request, max),
});

async function readText(request: Request, max: number): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > max) {
      await reader.cancel();
      fail("payload_too_large");
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
