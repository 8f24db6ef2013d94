import { audit } from "@/lib/core/engine/audit/audit";
import { insertChange } from "@/lib/core/engine/rate-limits/rule-store";
import { lockRule, publishRules, ruleFacts } from "@/lib/core/engine/rate-limits/rules";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { ChangeRateLimitInput, RateLimitState } from "./admin-schemas";
import { stateOf } from "./list-rate-limits";

/** Changes a limit at run time, on every process at once. What was counted within the new window still counts. */
export const changeRateLimit = defineVerb({
  name: "rateLimits.change",
  access: "admin",
  input: ChangeRateLimitInput,
  output: RateLimitState,
  async run(ctx, { rateLimit, quota, shadow }) {
    const changedById = ctx.actor.kind === "member" ? ctx.actor.id : undefined;
    const limit = quota?.limit ?? null;
    const windowMs = quota ? quota.windowSeconds * 1000 : null;
    await transact(async (tx, afterCommit) => {
      publishRules(afterCommit);
      const before = ruleFacts(await lockRule(tx, rateLimit));
      await insertChange(tx, { id: newId(), rateLimit, limit, windowMs, shadow, changedById });
      const target = { kind: "rate_limit", id: rateLimit };
      const after = quota ? { ...quota, shadow } : { default: true, shadow };
      await audit(tx, ctx, { action: "rate_limit.changed", target, before, after });
    });
    ctx.log.info({ event: "admin_action", rateLimit, limit, windowMs, shadow }, "rate limit changed");
    return stateOf(rateLimit);
  },
});
