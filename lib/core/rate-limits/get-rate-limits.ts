import type { Ctx, Member } from "@/lib/core/context";
import { peek } from "@/lib/core/engine/rate-limits/consume";
import { keyOf } from "@/lib/core/engine/rate-limits/keys";
import { rateLimitOf } from "@/lib/core/engine/rate-limits/rate-limits";
import { ruleOf } from "@/lib/core/engine/rate-limits/rules";
import { ownRateLimitNames, type RateLimitName } from "@/lib/core/engine/rate-limits/types";
import { knownMemberId } from "@/lib/core/members/known-member";
import { defineVerb } from "@/lib/core/verb/verb";
import { type RateLimitStatus, RateLimits, RateLimitsInput } from "./schemas";

/**
 * What a member has left under every rate limit, or one; rate limits counted by IP show the caller's own. Errors: not_found.
 */
export const getRateLimits = defineVerb({
  name: "rateLimits.get",
  access: "member",
  reads: true,
  input: RateLimitsInput,
  output: RateLimits,
  async run(ctx, { userId, rateLimit }) {
    const id = await knownMemberId(ctx, userId);
    const names = rateLimit ? [rateLimit] : ownRateLimitNames();
    return { userId: id, rateLimits: await Promise.all(names.map((name) => status(ctx, id, name))) };
  },
});

async function status(ctx: Ctx<Member>, userId: string, rateLimit: RateLimitName): Promise<RateLimitStatus> {
  const { keyedBy } = rateLimitOf(rateLimit);
  const { limit, windowMs } = ruleOf(rateLimit, userId);
  const rule = { rateLimit, keyedBy, limit, windowSeconds: windowMs / 1000 };
  const isSelf = userId === ctx.actor.id;
  if (keyedBy !== "member" && !isSelf) return { ...rule, remaining: null, resetAt: null };
  const key = keyedBy === "member" ? userId : keyOf(ctx, rateLimit, ctx.actor.username);
  const { remaining, resetAt } = await peek(rateLimit, key ?? userId, userId);
  return { ...rule, remaining, resetAt: remaining < limit ? new Date(resetAt).toISOString() : null };
}
