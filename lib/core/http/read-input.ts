import { BODY_MAX, QUERY_MAX } from "@/lib/shared/bounds";
import { fail } from "@/lib/shared/errors";
import type { Incoming } from "./incoming";

const BODY_METHODS = new Set(["POST", "PUT", "PATCH"]);

type Fields = Record<string, unknown>;

/** Whether the method lets a request say something in its body. */
export const mayHaveBody = ({ method }: Incoming): boolean => BODY_METHODS.has(method);

/**
 * Everything a request says, in one object for the verb's schema: path parameters, then query, then `body`.
 * The path wins: a body can't name another resource than its URL does.
 * @throws bad_request
 */
export function readInput(request: Incoming, params: Fields, body?: Fields): Fields {
  const query = readQuery(request.url);
  if (!query && !body) return params;
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

/** The body as text, whatever its type. @throws payload_too_large beyond 64 KiB */
export async function readBounded(request: Incoming): Promise<string> {
  if (Number(request.headers.get("content-length")) > BODY_MAX) fail("payload_too_large");
  return request.text(BODY_MAX);
}

/**
 * The JSON object in a request's body; undefined without one.
 * @throws bad_request, unsupported_media_type, payload_too_large
 */
export async function readBody(request: Incoming): Promise<Fields | undefined> {
  if (!request.hasBody) return undefined;
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) fail("unsupported_media_type");
  const text = await readBounded(request);
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
