import { audit } from "@/lib/core/engine/audit/audit";
import { insertChange } from "@/lib/core/engine/rate-limits/rule-store";
import { announceRules, lockRule, ruleFacts } from "@/lib/core/engine/rate-limits/rules";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { ChangePolicyInput, PolicyState } from "./admin-schemas";
import { stateOf } from "./list-policies";

/** Changes a limit at run time, on every process at once. What was counted within the new window still counts. */
export const changePolicy = defineVerb({
  name: "rateLimits.changePolicy",
  access: "admin",
  input: ChangePolicyInput,
  output: PolicyState,
  async run(ctx, { policy, quota, shadow }) {
    const changedById = ctx.actor.kind === "member" ? ctx.actor.id : undefined;
    const limit = quota?.limit ?? null;
    const windowMs = quota ? quota.windowSeconds * 1000 : null;
    await transact(async (tx, afterCommit) => {
      announceRules(afterCommit);
      const before = ruleFacts(await lockRule(tx, policy));
      await insertChange(tx, { id: newId(), policy, limit, windowMs, shadow, changedById });
      const target = { kind: "rate_limit", id: policy };
      const after = quota ? { ...quota, shadow } : { default: true, shadow };
      await audit(tx, ctx, { action: "rate_limit.changed", target, before, after });
    });
    ctx.log.info({ event: "admin_action", policy, limit, windowMs, shadow }, "rate limit changed");
    return stateOf(policy);
  },
});
