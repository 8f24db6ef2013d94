import { z } from "zod";
import { audit } from "@/lib/core/engine/audit/audit";
import { deleteOverride, putOverride } from "@/lib/core/engine/rate-limits/rule-store";
import { lockRule, publishRules, ruleFacts } from "@/lib/core/engine/rate-limits/rules";
import { findUser } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { RateLimitName, SetOverrideInput } from "./admin-schemas";

/** Gives one member another limit, for a time or for good. Errors: not_found. */
export const setOverride = defineVerb({
  name: "rateLimits.setOverride",
  access: "admin",
  input: SetOverrideInput,
  output: z.undefined(),
  async run(ctx, { userId, rateLimit, limit, windowSeconds, expiresAt }) {
    if (!(await findUser(userId))) return fail("not_found");
    const createdById = ctx.actor.kind === "member" ? ctx.actor.id : undefined;
    const rule = { limit, windowMs: windowSeconds * 1000, expiresAt: expiresAt ? new Date(expiresAt) : null };
    await transact(async (tx, afterCommit) => {
      publishRules(afterCommit);
      const before = ruleFacts(await lockRule(tx, rateLimit, userId));
      await putOverride(tx, { userId, rateLimit, ...rule }, createdById);
      const target = { kind: "member", id: userId };
      const after = { rateLimit, limit, windowSeconds, expiresAt };
      await audit(tx, ctx, { action: "rate_limit.override_set", target, before, after });
    });
    ctx.log.info({ event: "admin_action", userId, rateLimit, limit, windowSeconds }, "override set");
    return undefined;
  },
});

/** Takes a member's override away. Errors: not_found. */
export const removeOverride = defineVerb({
  name: "rateLimits.removeOverride",
  access: "admin",
  input: z.strictObject({ userId: Id, rateLimit: RateLimitName }),
  output: z.undefined(),
  async run(ctx, { userId, rateLimit }) {
    await transact(async (tx, afterCommit) => {
      publishRules(afterCommit);
      const before = { rateLimit, ...ruleFacts(await lockRule(tx, rateLimit, userId)) };
      if (!(await deleteOverride(tx, userId, rateLimit))) return fail("not_found");
      const target = { kind: "member", id: userId };
      return audit(tx, ctx, { action: "rate_limit.override_removed", target, before });
    });
    ctx.log.info({ event: "admin_action", userId, rateLimit }, "override removed");
    return undefined;
  },
});
