import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { announceEnded } from "@/lib/core/sessions/end-session";
import { endSessions } from "@/lib/core/sessions/store";
import { type Db, db } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { confirmPassword } from "./confirm-password";
import { writeToOwner } from "./owner-letter";
import { checkPasswordPolicy } from "./password-policy";
import { MemberRef, Password } from "./schemas";
import { setPasswordHash } from "./store";

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
    const sessionIds = await db().$transaction(async (tx) => {
      await setPasswordHash(tx, user.id, passwordHash);
      await tellPasswordChanged(tx, user);
      const ended = await endSessions(tx, user.id, "password_changed", { except: ctx.actor.sessionId });
      const after = { sessionsEnded: ended.length };
      await audit(tx, ctx, { action: "account.password_changed", target: { kind: "member", id: user.id }, after });
      return ended;
    });
    track(ctx, { action: "password_changed" });
    ctx.log.info({ event: "password_changed", userId: user.id }, "password changed");
    await announceEnded({ sessionIds, reason: "password_changed" });
    return undefined;
  },
});

/** A letter to the owner, so that a change they did not make does not go unnoticed. */
export const tellPasswordChanged = (tx: Db, owner: { email: string; emailKey: string | null }): Promise<void> =>
  writeToOwner(tx, owner, {
    subject: "Your password was changed",
    lines: [
      "The password of your account was changed just now, and every other device was signed out.",
      "If this was not you, reset your password at once and end the sessions you do not know.",
    ],
    action: { label: "Reset the password", path: "/forgot-password" },
  });
