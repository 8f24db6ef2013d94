import { z } from "zod";
import { allLimitCounts, NO_COUNTS } from "@/lib/core/engine/rate-limits/consume";
import { policyOf } from "@/lib/core/engine/rate-limits/policies";
import { ruleOf } from "@/lib/core/engine/rate-limits/rules";
import { type PolicyName, policyNames } from "@/lib/core/engine/rate-limits/types";
import { defineVerb } from "@/lib/core/verb/verb";
import { type PolicyState, PolicyStates } from "./admin-schemas";

/** Every policy as it is now, with live counters. */
export const listPolicies = defineVerb({
  name: "rateLimits.listPolicies",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: PolicyStates,
  async run() {
    const counts = allLimitCounts();
    return { items: policyNames().map((name) => stateOf(name, counts)), nextCursor: null };
  },
});

/** A policy's rule in force, its default and its counters over all processes. */
export function stateOf(policy: PolicyName, counts = allLimitCounts()): PolicyState {
  const byDefault = policyOf(policy);
  const { limit, windowMs, shadow } = ruleOf(policy);
  return {
    policy,
    keyedBy: byDefault.keyedBy,
    byDefault: { limit: byDefault.limit, windowSeconds: byDefault.windowMs / 1000 },
    limit,
    windowSeconds: windowMs / 1000,
    shadow,
    counts: counts[policy] ?? NO_COUNTS,
  };
}
