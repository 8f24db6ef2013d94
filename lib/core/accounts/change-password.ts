import { z } from "zod";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { writeLetter } from "@/lib/core/mail/letter";
import { queueMail } from "@/lib/core/mail/queue-mail";
import { announceNotifications, type NotificationRow } from "@/lib/core/notifications";
import { announceEnded } from "@/lib/core/sessions/end-session";
import { endSessions } from "@/lib/core/sessions/store";
import { type Db, db } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { confirmPassword } from "./confirm-password";
import { checkPasswordPolicy } from "./password-policy";
import { MemberRef, Password } from "./schemas";
import { setPasswordHash } from "./store";
import { noteSecurity } from "./tell-owner";

/** Changes one's password and ends every other session. Errors: not_found, invalid_input on `current` or `password`. */
export const changePassword = defineVerb({
  name: "accounts.changePassword",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, current: Password, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, current, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), current, "current");
    await checkPasswordPolicy(password, [user.username, user.email]);
    const passwordHash = await hashPassword(password);
    const { sessionIds, notices } = await db().$transaction(async (tx) => {
      await setPasswordHash(tx, user.id, passwordHash);
      const sessionIds = await endSessions(tx, user.id, "password_changed", { except: ctx.actor.sessionId });
      return { sessionIds, notices: await tellPasswordChanged(tx, user) };
    });
    void announceNotifications(notices);
    ctx.log.info({ event: "password_changed", userId: user.id }, "password changed");
    announceEnded({ sessionIds, reason: "password_changed" });
    return undefined;
  },
});

/**
 * A letter and a notification to the owner, so that a change they did not make does not go unnoticed. Call it last in the
 * transaction, and `announceNotifications` after it.
 */
export async function tellPasswordChanged(
  tx: Db,
  { id, email }: { id: string; email: string },
): Promise<NotificationRow[]> {
  const title = "Your password was changed";
  const lines = [
    "The password of your account was changed just now, and every other device was signed out.",
    "If this was not you, reset your password at once and end the sessions you do not know.",
  ];
  const action = { label: "Reset the password", path: "/forgot-password" };
  await queueMail(tx, writeLetter({ to: email, subject: title, lines, action }));
  return noteSecurity(tx, id, { title, lines, path: "/settings/security", hasOwnLetter: true });
}
