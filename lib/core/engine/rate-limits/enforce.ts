import type { Ctx } from "@/lib/core/context";
import { noteRefusal } from "@/lib/core/engine/ip-blocks/escalate";
import type { Decision } from "@/lib/kit/limiter/decision";
import { fail } from "@/lib/shared/errors";
import { consume } from "./consume";
import { secondsUntil } from "./headers";
import { keyOf } from "./keys";
import type { RateLimitName } from "./types";

/**
 * Counts one attempt of whoever asks under each rate limit and notes the decisions in `ctx.limits`.
 * @throws rate_limited with the rate limit that refused and when to come back; the later ones are not counted then
 */
export async function enforceAll(ctx: Ctx, names: readonly RateLimitName[]): Promise<void> {
  for (const name of names) await enforce(ctx, name);
}

/**
 * As `enforceAll`, for one rate limit; `account` is the account tried where the rate limit counts by it.
 * @throws rate_limited
 */
export async function enforce(ctx: Ctx, rateLimit: RateLimitName, account?: string): Promise<void> {
  const key = keyOf(ctx, rateLimit, account);
  if (key !== undefined) await enforceKey(ctx, rateLimit, key);
}

/**
 * As `enforce`, for a key that the caller makes.
 * @throws rate_limited
 */
export async function enforceKey(ctx: Ctx, rateLimit: RateLimitName, key: string): Promise<void> {
  const { actor, ip } = ctx;
  const decision = await consume(rateLimit, key, ctx, actor.kind === "member" ? actor.id : undefined);
  ctx.limits.push(decision);
  // What a member or guest is refused holds them alone, not the others who share the IP.
  if (!decision.allowed && actor.kind === "anonymous") noteRefusal(ip);
  refuseOver(decision);
}

/**
 * Counts a request that bears a secret by what the secret is for, whoever sends it: a refusal then speaks against no IP. One
 * whose secret is wrong (undefined) counts by its IP.
 * @throws rate_limited, not_found when the secret is wrong
 */
export async function enforceSecret(ctx: Ctx, rateLimit: RateLimitName, key: string | undefined): Promise<void> {
  if (key === undefined) {
    await enforce(ctx, rateLimit);
    return fail("not_found");
  }
  const decision = await consume(rateLimit, key, ctx);
  ctx.limits.push(decision);
  refuseOver(decision);
}

/** @throws rate_limited when the decision says so */
export function refuseOver({ allowed, rateLimit, resetAt }: Decision): void {
  if (allowed) return;
  const retryAfter = Math.max(1, secondsUntil(resetAt));
  const extras = { rateLimit, retryAfter, resetAt: new Date(resetAt).toISOString() };
  fail("rate_limited", `Too many attempts. Try again in ${inWords(retryAfter)}.`, extras);
}

function inWords(seconds: number): string {
  if (seconds < 120) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
