import { fail } from "@/lib/shared/errors";

/** The largest JSON body an endpoint takes, in bytes. */
const BODY_MAX = 64 * 1024;
const QUERY_MAX = 2_000;

const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);

type Fields = Record<string, unknown>;

/**
 * Everything a request says, in one object for the verb's schema: path parameters, then query, then body.
 * The path wins: a body can't name another resource than its address does.
 * @throws bad_request, unsupported_media_type, payload_too_large
 */
export async function readInput(request: Request, params: Fields): Promise<Fields> {
  const query = readQuery(request.url);
  const body = BODY_METHODS.has(request.method) ? await readBody(request) : undefined;
  for (const name of Object.keys(params)) {
    if (query && Object.hasOwn(query, name)) fail("bad_request", `"${name}" is given by the path.`);
    if (body && Object.hasOwn(body, name)) fail("bad_request", `"${name}" is given by the path.`);
  }
  return { ...query, ...body, ...params };
}

function readQuery(url: string): Fields | undefined {
  const start = url.indexOf("?");
  if (start < 0) return undefined;
  if (url.length - start > QUERY_MAX) fail("bad_request", "The query is too long.");
  const fields: Fields = {};
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    if (Object.hasOwn(fields, name)) fail("bad_request", `"${name.slice(0, 100)}" is given twice.`);
    Object.defineProperty(fields, name, { value, enumerable: true });
  }
  return fields;
}

async function readBody(request: Request): Promise<Fields | undefined> {
  const length = request.headers.get("content-length");
  if (length === "0" || (length === null && request.body === null)) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) fail("unsupported_media_type");
  if (Number(length) > BODY_MAX) fail("payload_too_large");
  // With a length the HTTP parser holds the body to it; without one it is counted.
  const text = length === null ? await readCounted(request) : await request.text();
  if (text === "") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    fail("bad_request", "The body is not valid JSON.");
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    fail("bad_request", "The body must be an object.");
  return json as Fields;
}

async function readCounted(request: Request): Promise<string> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > BODY_MAX) {
      await reader.cancel();
      fail("payload_too_large");
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}
