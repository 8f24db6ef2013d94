import { anonymous, type Ctx, makeContext, type Origin } from "@/lib/core/context";
import { enforce, enforceSecret } from "@/lib/core/engine/rate-limits/enforce";
import { limitHeaders } from "@/lib/core/engine/rate-limits/headers";
import type { RateLimitName } from "@/lib/core/engine/rate-limits/types";
import { actorOf, rememberedActor } from "@/lib/core/engine/sessions/actor";
import { FileAnswer, type Parts } from "@/lib/core/verb/file";
import type { Verb } from "@/lib/core/verb/verb";
import { ERRORS } from "@/lib/shared/errors";
import { hasAlready } from "./conditional";
import { fromWeb, type Incoming } from "./incoming";
import { originOf, refuseForeign } from "./origin";
import { toProblem, toRefusal } from "./problem";
import { mayHaveBody, readBody, readInput } from "./read-input";

type Params = Record<string, string>;

/** A secret that the path of a request bears, such as that of a feed: it stands for a sign-in. */
export type Secret = {
  /** What requests with a right secret count under, each by what its secret is for; those with a wrong one, by IP. */
  rateLimit: RateLimitName;
  /** What the secret in the path is for; undefined when it is wrong. */
  read: (params: Params) => string | undefined;
};

export type Declaration = {
  verb: Verb;
  /** The status of a success: 200 unless told; 204 sends no body. */
  status?: 200 | 201 | 202 | 204;
  /** Exempt from `api` and `general`, for health and the like. */
  unlimited?: boolean;
  /** Whoever asks is nobody but who knows this: no session is read, and its limit counts in place of `api` and `general`. */
  secret?: Secret;
  /** The verb answers a file, which is sent as it is; of these types, CSV and NDJSON unless told. */
  file?: boolean | readonly string[];
  /** What a request says in its body is not read, whatever its type. */
  ignoresBody?: boolean;
};

const READS = new Set(["GET", "HEAD"]);
const JSON_TYPE = "application/json; charset=utf-8";

/** What an endpoint answers, for whichever server sends it. A null body is none; a file comes in parts. */
export type Answer = { status: number; headers: Record<string, string>; body: string | null | Parts };

/**
 * An endpoint as a declaration: `export const POST = route({ verb: postMessage, status: 201 })`. What it exports is the
 * plain function that Next calls; a server of our own answers by `respond` and the declaration.
 */
export function route(declaration: Declaration) {
  const handler = async (request: Request, context: { params?: Promise<Params> }): Promise<Response> => {
    const params = (await context.params) ?? {};
    return toResponse(await respond(declaration, fromWeb(request), params, originOf(request.headers)));
  };
  return Object.assign(handler, { declaration });
}

/** The steps of every request, and the only catch: origin → session → limits → input → verb → answer. */
export async function respond(
  declaration: Declaration,
  request: Incoming,
  params: Params,
  origin: Origin,
): Promise<Answer> {
  const { verb, status = 200, file = false, ignoresBody = false } = declaration;
  const ctx: Ctx = makeContext(anonymous, origin);
  try {
    if (!READS.has(request.method)) refuseForeign(request);
    await admitRequest(ctx, declaration, request, params);
    const body = !ignoresBody && mayHaveBody(request) ? await readBody(request) : undefined;
    const result = await verb(ctx, readInput(request, params, body));
    if (file) return sendFile(ctx, request, FileAnswer.parse(result));
    return { status, headers: headersOf(ctx), body: bodyOf(status, result) };
  } catch (error) {
    return refuse(ctx, error, verb.verb);
  }
}

/** Finds out who asks, and counts it. */
async function admitRequest(ctx: Ctx, { secret, unlimited }: Declaration, request: Incoming, params: Params) {
  if (secret) return enforceSecret(ctx, secret.rateLimit, secret.read(params));
  ctx.actor = rememberedActor(request.headers) ?? (await actorOf(request.headers));
  if (!unlimited) await enforce(ctx, ctx.actor.kind === "anonymous" ? "general" : "api");
}

const bodyOf = (status: number, result: unknown): string | null =>
  status === 204 || result === undefined ? null : JSON.stringify(result);

function sendFile(ctx: Ctx, request: Incoming, file: FileAnswer): Answer {
  const { name, type, parts, inline = false, headers: own = {} } = file;
  const disposition = `${inline ? "inline" : "attachment"}; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`;
  const headers = { ...headersOf(ctx), "content-type": type, "content-disposition": disposition, ...own };
  if (hasAlready(request, own)) return { status: 304, headers, body: null };
  return { status: 200, headers, body: parts };
}

/** The problem details of whatever was thrown. */
export function refuse(ctx: Ctx, error: unknown, where: string): Answer {
  const refusal = toRefusal(error, ctx, where);
  const headers = headersOf(ctx);
  headers["content-type"] = "application/problem+json; charset=utf-8";
  if (refusal.extras.retryAfter !== undefined) headers["retry-after"] = String(refusal.extras.retryAfter);
  const problem = toProblem(refusal, ctx.requestId);
  return { status: ERRORS[refusal.code].status, headers, body: JSON.stringify(problem) };
}

/** An answer as Next sends it. */
export const toResponse = ({ body, status, headers }: Answer): Response =>
  new Response(typeof body === "string" || body === null ? body : streamOf(body), { status, headers });

/** As fast as the client takes them. */
function streamOf(parts: Parts): ReadableStream<Uint8Array> {
  const coming = parts[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const { value, done } = await coming.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === "string" ? encoder.encode(value) : value);
    },
    cancel: async () => void (await coming.return?.()),
  });
}

const headersOf = (ctx: Ctx): Record<string, string> => ({
  "content-type": JSON_TYPE,
  "cache-control": "no-store",
  "x-request-id": ctx.requestId,
  ...limitHeaders(ctx.limits),
});
