import { enforcePolicies } from "@/lib/core/rate-limits/enforce";
import { limitHeaders } from "@/lib/core/rate-limits/headers";
import { actorOf } from "@/lib/core/sessions/actor";
import { ERRORS } from "@/lib/shared/errors";
import { anonymous, type Ctx, makeContext, type Origin } from "./context";
import { originOf, refuseForeign } from "./origin";
import { toProblem, toRefusal } from "./problem";
import { readInput } from "./read-input";
import type { Verb } from "./verb";

type Params = Record<string, string>;
/**
 * What a server hands a route file. Next gives a promise of `params`; the direct mount also what it knows of the origin,
 * and a cheaper `Response` to answer with.
 */
export type RouteContext = { params?: Params | Promise<Params>; origin?: Origin; Response?: typeof Response };

export type Declaration = {
  verb: Verb;
  /** The status of a success: 200 unless told; 204 sends no body. */
  status?: 200 | 201 | 202 | 204;
  /** Exempt from `api` and `general`, for health and the like. */
  unlimited?: boolean;
};

const READS = new Set(["GET", "HEAD"]);
const JSON_TYPE = "application/json; charset=utf-8";

/**
 * An endpoint as a declaration: `export const POST = route({ verb: postMessage, status: 201 })`.
 * The steps of every request, and the only catch: origin → session → limits → input → verb → answer.
 */
export function route(declaration: Declaration) {
  const { verb, status = 200, unlimited = false } = declaration;
  const handler = async (request: Request, context: RouteContext): Promise<Response> => {
    const ctx: Ctx = makeContext(anonymous, context.origin ?? originOf(request.headers));
    try {
      if (!READS.has(request.method)) refuseForeign(request);
      ctx.actor = await actorOf(request.headers);
      if (!unlimited) await enforcePolicies(ctx, [ctx.actor.kind === "anonymous" ? "general" : "api"]);
      const result = await verb(ctx, await readInput(request, (await context.params) ?? {}));
      return answer(ctx, status, result, context.Response);
    } catch (error) {
      return refuse(ctx, error, verb.verb, context.Response);
    }
  };
  return Object.assign(handler, { declaration });
}

function answer(ctx: Ctx, status: number, result: unknown, Answer = Response): Response {
  const headers = baseHeaders(ctx);
  if (status === 204) return new Answer(null, { status, headers });
  return new Answer(JSON.stringify(result), { status, headers });
}

/** The problem details of whatever was thrown. */
export function refuse(ctx: Ctx, error: unknown, where: string, Answer = Response): Response {
  const refusal = toRefusal(error, ctx, where);
  const headers = baseHeaders(ctx);
  headers["content-type"] = "application/problem+json; charset=utf-8";
  if (refusal.extras.retryAfter !== undefined) headers["retry-after"] = String(refusal.extras.retryAfter);
  const problem = toProblem(refusal, ctx.requestId);
  return new Answer(JSON.stringify(problem), { status: ERRORS[refusal.code].status, headers });
}

function baseHeaders(ctx: Ctx): Record<string, string> {
  return {
    "content-type": JSON_TYPE,
    "cache-control": "no-store",
    "x-request-id": ctx.requestId,
    ...limitHeaders(ctx.limits),
  };
}
