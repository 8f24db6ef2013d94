import { z } from "zod";
import { writeToOwner } from "@/lib/core/accounts/owner-mail";
import { confirmPassword } from "@/lib/core/accounts/password/confirm-password";
import { Email, Password } from "@/lib/core/accounts/schemas";
import { ownId } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { MemberRef } from "@/lib/core/members/schemas";
import { accountKey, lockConfirmed } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { queueConfirmationMail } from "./confirmation-mail";

/**
 * Asks to confirm or change one's e-mail address: a link goes to the new one, a notice to the old one. Whether the new
 * one is taken is only said to whoever can read its mail. Errors: invalid_input on `password`, conflict.
 */
export const requestEmailChange = defineVerb({
  name: "accounts.requestEmailChange",
  access: "member",
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, email: Email, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, email, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const isOwn = accountKey(email) === accountKey(user.email);
    await transact(async (tx) => {
      const { id, credentialsVersion } = await lockConfirmed(tx, user);
      const occasion = isOwn ? "registered" : "changed";
      await queueConfirmationMail(tx, { userId: id, email, occasion, credentialsVersion });
      if (isOwn) return;
      await writeToOwner(tx, user, MAIL_TO_OLD);
      await audit(tx, ctx, { action: "account.email_change_asked", target: { kind: "member", id: user.id } });
    });
    return undefined;
  },
});

const MAIL_TO_OLD = {
  subject: "Your e-mail address is about to change",
  lines: [
    "Someone who knows your password asked to move your account to another e-mail address.",
    "If this was not you, change your password at once: that ends every other session.",
  ],
};
