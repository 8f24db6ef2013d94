import { z } from "zod";
import { changeCredentials } from "@/lib/core/accounts/change-credentials";
import { Password } from "@/lib/core/accounts/schemas";
import { writeSecurity } from "@/lib/core/accounts/tell-owner";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { announceEnded } from "@/lib/core/engine/sessions/announce-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockConfirmed } from "@/lib/core/members/store";
import { announceNotifications, type NotificationRow } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { type Db, db } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { confirmPassword } from "./confirm-password";
import { checkPasswordPolicy } from "./password-policy";

/**
 * Changes one's password, ends every other session and all links in mails.
 * Errors: not_found, invalid_input on `current` or `password`, conflict when it was changed meanwhile.
 */
export const changePassword = defineVerb({
  name: "accounts.changePassword",
  access: "member",
  needsSession: true,
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, current: Password, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, current, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), current, "current");
    await checkPasswordPolicy(password, [user.username, user.email]);
    const passwordHash = await hashPassword(password);
    const { sessionIds, notices } = await db().$transaction(async (tx) => {
      await lockConfirmed(tx, user);
      await changeCredentials(tx, user.id, { passwordHash });
      const ended = await endSessions(tx, user.id, "password_changed", { except: ctx.actor.via.sessionId });
      const after = { sessionsEnded: ended.length };
      const told = await tellPasswordChanged(tx, user);
      await audit(tx, ctx, { action: "account.password_changed", target: { kind: "member", id: user.id }, after });
      return { sessionIds: ended, notices: told };
    });
    void announceNotifications(notices);
    track(ctx, { action: "password_changed" });
    ctx.log.info({ event: "password_changed", userId: user.id }, "password changed");
    await announceEnded({ sessionIds, reason: "password_changed" });
    return undefined;
  },
});

type Owner = { id: string; email: string; emailKey: string | null };

/**
 * A letter and a notification to the owner, so that a change they did not make does not go unnoticed. Call
 * `announceNotifications` with the answer after the commit.
 */
export const tellPasswordChanged = (tx: Db, owner: Owner): Promise<NotificationRow[]> =>
  writeSecurity(tx, owner, {
    title: "Your password was changed",
    lines: [
      "The password of your account was changed just now, and every other device was signed out.",
      "If this was not you, reset your password at once and end the sessions you do not know.",
    ],
    path: "/settings/security",
    action: { label: "Reset the password", path: "/forgot-password" },
  });
