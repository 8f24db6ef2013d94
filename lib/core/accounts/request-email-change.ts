import { z } from "zod";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { queueAddressLetter } from "./address-letter";
import { confirmPassword } from "./confirm-password";
import { writeToOwner } from "./owner-letter";
import { Email, MemberRef, Password } from "./schemas";
import { accountKey, lockConfirmed } from "./store";

/**
 * Asks to confirm or change one's e-mail address: a link goes to the new one, a notice to the old one. Whether the new
 * one is taken is only said to whoever can read its mail. Errors: invalid_input on `password`, conflict.
 */
export const requestEmailChange = defineVerb({
  name: "accounts.requestEmailChange",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, email: Email, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, email, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const isOwn = accountKey(email) === accountKey(user.email);
    await db().$transaction(async (tx) => {
      const { id, credentialsVersion } = await lockConfirmed(tx, user);
      const occasion = isOwn ? "registered" : "changed";
      await queueAddressLetter(tx, { userId: id, email, occasion, credentialsVersion });
      if (isOwn) return;
      await writeToOwner(tx, user, LETTER_TO_OLD);
      await audit(tx, ctx, { action: "account.email_change_asked", target: { kind: "member", id: user.id } });
    });
    return undefined;
  },
});

const LETTER_TO_OLD = {
  subject: "Your e-mail address is about to change",
  lines: [
    "Someone who knows your password asked to move your account to another e-mail address.",
    "If this was not you, change your password at once: that ends every other session.",
  ],
};
