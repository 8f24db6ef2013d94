import { z } from "zod";
import { changeCredentials } from "@/lib/core/accounts/change-credentials";
import { findToken, useToken } from "@/lib/core/accounts/one-time-tokens";
import { noteSecurity } from "@/lib/core/accounts/tell-owner";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { accountKey, lockAccount } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { type Db, isUniqueViolation } from "@/lib/kit/db";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";

const USED_UP = "This link was used already, replaced by a newer one, or is older than a day.";

/** Moves an account to the email whose mail held `token`, which works once. Errors: gone, conflict. */
export const confirmEmailChange = defineVerb({
  name: "accounts.confirmEmailChange",
  access: "anyone",
  rateLimits: ["auth"],
  input: z.strictObject({ token: z.string().min(20).max(100) }),
  output: z.strictObject({ email: z.string() }),
  async run(ctx, { token }) {
    const found = await findToken("email_change", token);
    if (!found?.userId || !found.subject) return fail("gone", USED_UP);
    const { userId, subject: email } = found;
    const action = await transact(async (tx, afterCommit) => {
      const user = await lockAccount(tx, userId);
      if (!user || user.deactivatedAt || !(await useToken(tx, "email_change", token))) return fail("gone", USED_UP);
      const moved = await takeAddress(tx, user, email);
      const action = moved ? "email_changed" : "email_confirmed";
      if (moved) await noteSecurity(tx, afterCommit, userId, wordOf(email));
      await audit(tx, ctx, { action: `account.${action}`, target: { kind: "member", id: userId }, actorId: userId });
      return action;
    }).catch((error: unknown) => {
      if (isUniqueViolation(error)) fail("conflict", "This e-mail address belongs to another account.");
      throw error;
    });
    track(ctx, { action, userId });
    ctx.log.info({ event: action, userId }, action.replace("_", " "));
    return { email };
  },
});

/**
 * Gives a locked account the email that is confirmed now; true when it had another one, whose links end. The email an
 * account was made with is confirmed, not changed.
 */
async function takeAddress(tx: Db, user: { id: string; email: string }, email: string): Promise<boolean> {
  const version = { increment: 1 };
  const confirmed = { email, emailKey: accountKey(email), claimedEmailKey: null, version };
  const moved = accountKey(email) !== accountKey(user.email);
  if (moved) await changeCredentials(tx, user.id, confirmed);
  else await tx.user.update({ where: { id: user.id }, data: confirmed });
  return moved;
}

const wordOf = (email: string) => ({
  title: "Your e-mail address was changed",
  lines: [`Mails to you go to ${email} from now on. If this was not you, change your password at once.`],
  path: "/settings",
});
