import { z } from "zod";
import { changeCredentials } from "@/lib/core/accounts/change-credentials";
import { findToken, withToken } from "@/lib/core/accounts/one-time-tokens";
import { Password } from "@/lib/core/accounts/schemas";
import { clearFailures } from "@/lib/core/accounts/sign-in/lockout";
import type { Ctx } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { refuseBlocked } from "@/lib/core/engine/ip-blocks/blocks";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { findUser, lockUnchanged } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { hashPassword } from "@/lib/kit/password";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { tellPasswordChanged } from "./change-password";
import { checkPasswordPolicy } from "./password-policy";
import { turnOfOwner } from "./turn";

const USED_UP = "This link was used already, or is older than half an hour.";

/**
 * Sets a new password with the token of a mail, which works once, and ends every session.
 * Errors: blocked, gone, invalid_input, unavailable.
 */
export const resetPassword = defineVerb({
  name: "accounts.resetPassword",
  access: "anyone",
  rateLimits: ["auth"],
  input: z.strictObject({ token: z.string().min(20).max(100), newPassword: Password }),
  output: z.undefined(),
  async run(ctx, { token, newPassword }) {
    refuseBlocked(ctx.ip, "sign_in");
    const found = await findToken("password_reset", token);
    const user = found?.userId ? await findUser(found.userId) : undefined;
    if (!user || user.deactivatedAt) return fail("gone", USED_UP);
    await checkPasswordPolicy(newPassword, [user.username, user.email], "newPassword");
    // Used up before the costly hash: of many at once one goes on. A crash in between costs a new mail.
    const set = () => setPassword(ctx, user, newPassword);
    await withToken("password_reset", token, USED_UP, set);
    track(ctx, { action: "password_reset", userId: user.id });
    ctx.log.info({ event: "password_reset", userId: user.id }, "password reset");
    return undefined;
  },
});

type User = NonNullable<Awaited<ReturnType<typeof findUser>>>;

async function setPassword(ctx: Ctx, user: User, password: string): Promise<void> {
  const passwordHash = await hashPassword(password, turnOfOwner(user.id));
  await transact(async (tx, afterCommit) => {
    // First, as a sign-in that fails locks them before the account.
    await clearFailures(tx, user.usernameKey);
    if (!(await lockUnchanged(tx, user))) fail("gone", USED_UP);
    await changeCredentials(tx, user.id, { passwordHash });
    const sessionIds = await endSessions(tx, user.id, "password_changed");
    publishEnded(afterCommit, { sessionIds, reason: "password_changed" });
    await tellPasswordChanged(tx, afterCommit, user);
    const target = { kind: "member", id: user.id };
    const after = { sessionsEnded: sessionIds.length };
    await audit(tx, ctx, { action: "account.password_reset", target, after, actorId: user.id });
  });
}
