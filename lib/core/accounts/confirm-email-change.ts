import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { defineVerb } from "@/lib/core/http/verb";
import { announceNotifications } from "@/lib/core/notifications";
import { db, isUniqueViolation } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { findToken, useToken } from "./one-time-tokens";
import { accountKey, findUser } from "./store";
import { noteSecurity } from "./tell-owner";

const USED_UP = "This link was used already, replaced by a newer one, or is older than a day.";

const confirmed = (email: string) => ({ email, emailKey: accountKey(email), claimedEmailKey: null });

/** Moves an account to the address whose mail held `token`, which works once. Errors: gone, conflict. */
export const confirmEmailChange = defineVerb({
  name: "accounts.confirmEmailChange",
  access: "anyone",
  policies: ["auth"],
  input: z.strictObject({ token: z.string().min(20).max(100) }),
  output: z.strictObject({ email: z.string() }),
  async run(ctx, { token }) {
    const found = await findToken("email_change", token);
    const user = found?.userId ? await findUser(found.userId) : undefined;
    if (!user || user.deactivatedAt || !found?.subject) return fail("gone", USED_UP);
    const email = found.subject;
    // The address the account was made with is confirmed, not changed.
    const isOwn = accountKey(email) === accountKey(user.email);
    const action = isOwn ? "email_confirmed" : "email_changed";
    try {
      const notices = await db().$transaction(async (tx) => {
        if (!(await useToken(tx, "email_change", token))) fail("gone", USED_UP);
        await tx.user.update({ where: { id: user.id }, data: confirmed(email) });
        const told = isOwn ? [] : await noteSecurity(tx, user.id, wordOf(email));
        const target = { kind: "member", id: user.id };
        await audit(tx, ctx, { action: `account.${action}`, target, actorId: user.id });
        return told;
      });
      void announceNotifications(notices);
    } catch (error) {
      if (isUniqueViolation(error)) fail("conflict", "This e-mail address belongs to another account.");
      throw error;
    }
    track(ctx, { action, userId: user.id });
    ctx.log.info({ event: action, userId: user.id }, action.replace("_", " "));
    return { email };
  },
});

const wordOf = (email: string) => ({
  title: "Your e-mail address was changed",
  lines: [`Mails to you go to ${email} from now on. If this was not you, change your password at once.`],
  path: "/settings",
});
