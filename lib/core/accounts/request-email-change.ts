import { z } from "zod";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { writeLetter } from "@/lib/core/mail/letter";
import { queueMail } from "@/lib/core/mail/queue-mail";
import { db } from "@/lib/kit/db";
import { confirmPassword } from "./confirm-password";
import { issueToken } from "./one-time-tokens";
import { Email, MemberRef, Password } from "./schemas";

/** How long the link in the mail works, in milliseconds. */
const LINK_MS = 24 * 3_600_000;

/**
 * Asks to change one's e-mail address: a link goes to the new one, a notice to the old one. Whether the new one is taken
 * is only said to whoever can read its mail. Errors: invalid_input on `password`.
 */
export const requestEmailChange = defineVerb({
  name: "accounts.requestEmailChange",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, email: Email, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, email, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    await db().$transaction(async (tx) => {
      const token = await issueToken(tx, { purpose: "email_change", userId: user.id, subject: email, lifeMs: LINK_MS });
      await queueMail(tx, letterToNew(email, token));
      await queueMail(tx, letterToOld(user.email));
      await audit(tx, ctx, { action: "account.email_change_asked", target: { kind: "member", id: user.id } });
    });
    return undefined;
  },
});

const letterToNew = (to: string, token: string) =>
  writeLetter({
    to,
    subject: "Confirm your new e-mail address",
    lines: ["This address was given for an account here. Confirm it within a day, or ignore this mail."],
    action: { label: "Confirm the address", path: `/confirm-email/${token}` },
  });

const letterToOld = (to: string) =>
  writeLetter({
    to,
    subject: "Your e-mail address is about to change",
    lines: [
      "Someone who knows your password asked to move your account to another e-mail address.",
      "If this was not you, change your password at once: that ends every other session.",
    ],
  });
