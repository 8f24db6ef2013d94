import { z } from "zod";
import { changeCredentials } from "@/lib/core/accounts/change-credentials";
import { Password } from "@/lib/core/accounts/schemas";
import { writeSecurity } from "@/lib/core/accounts/tell-owner";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockConfirmed } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { hashPassword } from "@/lib/kit/password";
import { type AfterCommit, type Tx, transact } from "@/lib/kit/transact";
import { confirmPassword } from "./confirm-password";
import { checkPasswordPolicy } from "./password-policy";
import { turnOfOwner } from "./turn";

/**
 * Changes one's password, ends every other session and all links in mails.
 * Errors: not_found, invalid_input on `currentPassword` or `newPassword`, conflict when it was changed meanwhile.
 */
export const changePassword = defineVerb({
  name: "accounts.changePassword",
  access: "member",
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, currentPassword: Password, newPassword: Password }),
  output: z.undefined(),
  async run(ctx, { userId, currentPassword, newPassword }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), currentPassword, "currentPassword");
    await checkPasswordPolicy(newPassword, [user.username, user.email], "newPassword");
    const passwordHash = await hashPassword(newPassword, turnOfOwner(user.id));
    await transact(async (tx, afterCommit) => {
      await lockConfirmed(tx, user);
      await changeCredentials(tx, user.id, { passwordHash });
      const ended = await endSessions(tx, user.id, "password_changed", { except: ctx.actor.via.sessionId });
      publishEnded(afterCommit, { sessionIds: ended, reason: "password_changed" });
      const after = { sessionsEnded: ended.length };
      await tellPasswordChanged(tx, afterCommit, user);
      await audit(tx, ctx, { action: "account.password_changed", target: { kind: "member", id: user.id }, after });
    });
    track(ctx, { action: "password_changed" });
    ctx.log.info({ event: "password_changed", userId: user.id }, "password changed");
    return undefined;
  },
});

type Owner = { id: string; email: string; emailKey: string | null };

/** A mail and a notification to the owner, so that a change they did not make does not go unnoticed. */
export const tellPasswordChanged = (tx: Tx, afterCommit: AfterCommit, owner: Owner): Promise<void> =>
  writeSecurity(tx, afterCommit, owner, {
    title: "Your password was changed",
    lines: [
      "The password of your account was changed just now, and every other device was signed out.",
      "If this was not you, reset your password at once and end the sessions you do not know.",
    ],
    path: "/settings/security",
    action: { label: "Reset the password", path: "/forgot-password" },
  });
