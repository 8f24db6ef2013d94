import type { IncomingMessage } from "node:http";
import type { Incoming } from "@/lib/core/http/incoming";
import { AppError } from "@/lib/shared/errors";

/** How much more than it may is read of a body, so that who sends it hears why it is refused. */
const PATIENCE = 16;

const decoder = new TextDecoder();

/** A request of Node's own server, read as an endpoint asks for it. */
export class NodeRequest implements Incoming {
  readonly method: string;
  readonly url: string;

  constructor(private readonly req: IncomingMessage) {
    this.method = req.method ?? "";
    this.url = req.url ?? "";
  }

  readonly headers = { get: (name: string) => valueOf(this.req.headers[name.toLowerCase()]) };

  get hasBody(): boolean {
    const { "content-length": length, "transfer-encoding": encoding } = this.req.headers;
    return encoding !== undefined || (length !== undefined && length !== "0");
  }

  text(max: number): Promise<string> {
    return readText(this.req, max);
  }
}

const valueOf = (value: string | string[] | undefined): string | null =>
  Array.isArray(value) ? value.join(", ") : (value ?? null);

function readText(req: IncomingMessage, max: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    req.on("data", (part: Buffer) => {
      size += part.length;
      if (size <= max) parts.push(part);
      else reject(new AppError("payload_too_large"));
      if (size > max * PATIENCE) req.destroy();
    });
    const gone = () => reject(new AppError("bad_request", "The request ended early."));
    req.once("error", gone).once("close", gone);
    req.once("end", () => {
      req.off("close", gone);
      resolve(decoder.decode(Buffer.concat(parts)));
    });
  });
}
