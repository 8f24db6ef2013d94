import type { Ctx, Member } from "@/lib/core/context";
import { peek } from "@/lib/core/engine/rate-limits/consume";
import { keyOf } from "@/lib/core/engine/rate-limits/keys";
import { policyOf } from "@/lib/core/engine/rate-limits/policies";
import { ruleOf } from "@/lib/core/engine/rate-limits/rules";
import { type PolicyName, policyNames } from "@/lib/core/engine/rate-limits/types";
import { knownMemberId } from "@/lib/core/members/known-member";
import { defineVerb } from "@/lib/core/verb/verb";
import { type PolicyStatus, RateLimits, RateLimitsInput } from "./schemas";

/**
 * What a member has left under every policy, or one; policies counted by address show the caller's own. Errors: not_found.
 */
export const getRateLimits = defineVerb({
  name: "rateLimits.get",
  access: "member",
  reads: true,
  input: RateLimitsInput,
  output: RateLimits,
  async run(ctx, { userId, policy }) {
    const id = await knownMemberId(ctx, userId);
    const names = policy ? [policy] : policyNames();
    return { userId: id, policies: await Promise.all(names.map((name) => status(ctx, id, name))) };
  },
});

async function status(ctx: Ctx<Member>, userId: string, policy: PolicyName): Promise<PolicyStatus> {
  const { keyedBy } = policyOf(policy);
  const { limit, windowMs } = ruleOf(policy, userId);
  const rule = { policy, keyedBy, limit, windowSeconds: windowMs / 1000 };
  const isSelf = userId === ctx.actor.id;
  if (keyedBy !== "member" && !isSelf) return { ...rule, remaining: null, resetAt: null };
  const key = keyedBy === "member" ? userId : keyOf(ctx, policy, ctx.actor.username);
  const { remaining, resetAt } = await peek(policy, key ?? userId, userId);
  return { ...rule, remaining, resetAt: remaining < limit ? new Date(resetAt).toISOString() : null };
}
