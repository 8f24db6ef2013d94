import { z } from "zod";
import { confirmKey } from "@/lib/core/accounts/password/confirm-password";
import { clearFailures } from "@/lib/core/accounts/sign-in/lockout";
import { audit } from "@/lib/core/engine/audit/audit";
import { resetKey } from "@/lib/core/engine/rate-limits/consume";
import { memberRateLimitNames } from "@/lib/core/engine/rate-limits/types";
import { findUser } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";

/**
 * Forgets what was counted for a member, under every rate limit that counts members, and their failed sign-ins, which lifts
 * a lock of the account. Errors: not_found.
 */
export const resetMember = defineVerb({
  name: "rateLimits.resetMember",
  access: "admin",
  input: z.strictObject({ userId: Id }),
  output: z.undefined(),
  async run(ctx, { userId }) {
    const user = await findUser(userId);
    if (!user) return fail("not_found");
    // Before it is done: nothing is reset without an entry.
    await transact(async (tx) => {
      await clearFailures(tx, user.usernameKey);
      await audit(tx, ctx, { action: "rate_limit.counters_reset", target: { kind: "member", id: userId } });
    });
    const counted = memberRateLimitNames();
    await Promise.all([resetKey("login", confirmKey(userId)), ...counted.map((name) => resetKey(name, userId))]);
    ctx.log.info({ event: "admin_action", userId }, "rate limits reset");
    return undefined;
  },
});
