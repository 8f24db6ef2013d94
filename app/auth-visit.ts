import { AsyncLocalStorage } from "node:async_hooks";
import { type Actor, type Ctx, makeContext } from "@/lib/core/context";
import type { RateLimitName } from "@/lib/core/engine/rate-limits/types";
import { isOverTls, originOf } from "@/lib/core/http/origin";
import { toRefusal } from "@/lib/core/http/problem";
import type { AppError } from "@/lib/shared/errors";

/** One request on its way through next-auth, which hands its callbacks too little of it and swallows what they throw. */
export type AuthVisit = {
  ctx: Ctx;
  overTls: boolean;
  /** What a verb refused. */
  refusal?: AppError;
};

const visits = new AsyncLocalStorage<AuthVisit>();

/** The visit of a request with these headers, already counted under `counted`. */
export function visitOf(headers: Pick<Headers, "get">, actor: Actor, counted?: readonly RateLimitName[]): AuthVisit {
  return { ctx: Object.assign(makeContext(actor, originOf(headers)), { counted }), overTls: isOverTls(headers) };
}

/** Runs next-auth on behalf of `visit`, which its callbacks find with `currentVisit`. */
export const onVisit = <T>(visit: AuthVisit, run: () => Promise<T>): Promise<T> => visits.run(visit, run);

/** The visit that next-auth was called for. */
export function currentVisit(): AuthVisit {
  const visit = visits.getStore();
  if (!visit) throw new Error("next-auth was called outside of a visit.");
  return visit;
}

/** Runs a verb inside a callback of next-auth; its refusal is kept for the door, and thrown on. */
export async function keepRefusal<T>(run: () => Promise<T>): Promise<T> {
  const visit = currentVisit();
  try {
    return await run();
  } catch (error) {
    visit.refusal = toRefusal(error, visit.ctx, "next-auth");
    throw visit.refusal;
  }
}
