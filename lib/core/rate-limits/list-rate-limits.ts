import { z } from "zod";
import { allLimitCounts, NO_COUNTS } from "@/lib/core/engine/rate-limits/consume";
import { rateLimitOf } from "@/lib/core/engine/rate-limits/rate-limits";
import { ruleOf } from "@/lib/core/engine/rate-limits/rules";
import { type RateLimitName, rateLimitNames } from "@/lib/core/engine/rate-limits/types";
import { defineVerb } from "@/lib/core/verb/verb";
import { type RateLimitState, RateLimitStates } from "./admin-schemas";

/** Every rate limit as it is now, with live counters. */
export const listRateLimits = defineVerb({
  name: "rateLimits.list",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: RateLimitStates,
  async run() {
    const counts = allLimitCounts();
    return { items: rateLimitNames().map((name) => stateOf(name, counts)), nextCursor: null };
  },
});

/** A rate limit's rule in force, its default and its counters over all processes. */
export function stateOf(rateLimit: RateLimitName, counts = allLimitCounts()): RateLimitState {
  const defaults = rateLimitOf(rateLimit);
  const { limit, windowMs, shadow } = ruleOf(rateLimit);
  return {
    rateLimit,
    keyedBy: defaults.keyedBy,
    defaults: { limit: defaults.limit, windowSeconds: defaults.windowMs / 1000 },
    limit,
    windowSeconds: windowMs / 1000,
    shadow,
    counts: counts[rateLimit] ?? NO_COUNTS,
  };
}
