import { z } from "zod";
import { defineVerb } from "@/lib/core/http/verb";
import { type PolicyState, PolicyStates } from "./admin-schemas";
import { rateLimitCounts } from "./consume";
import { POLICY_NAMES, type PolicyName, policies } from "./policies";
import { ruleOf } from "./rules";

/** Every policy as it is now, with live counters. */
export const listPolicies = defineVerb({
  name: "rateLimits.listPolicies",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: PolicyStates,
  run: async () => ({ items: POLICY_NAMES.map(stateOf), nextCursor: null }),
});

/** A policy's rule in force, its default and its counters. */
export function stateOf(policy: PolicyName): PolicyState {
  const byDefault = policies()[policy];
  const { limit, windowMs, shadow } = ruleOf(policy);
  return {
    policy,
    keyedBy: byDefault.keyedBy,
    byDefault: { limit: byDefault.limit, windowSeconds: byDefault.windowMs / 1000 },
    limit,
    windowSeconds: windowMs / 1000,
    shadow,
    counts: rateLimitCounts()[policy],
  };
}
