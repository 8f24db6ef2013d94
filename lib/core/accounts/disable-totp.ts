import { z } from "zod";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { writeLetter } from "@/lib/core/mail/letter";
import { queueMail } from "@/lib/core/mail/queue-mail";
import { announceNotifications } from "@/lib/core/notifications";
import { db } from "@/lib/kit/db";
import { confirmPassword } from "./confirm-password";
import { MemberRef, Password } from "./schemas";
import { noteSecurity } from "./tell-owner";

const WORD = {
  title: "Your second factor was turned off",
  lines: [
    "Signing in to your account no longer asks for a code.",
    "If this was not you, change your password at once.",
  ],
};

/** Turns the second factor off. Errors: invalid_input on `password`. */
export const disableTotp = defineVerb({
  name: "accounts.disableTotp",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const notices = await db().$transaction(async (tx) => {
      await tx.user.update({
        where: { id: user.id },
        data: { totpSecret: null, totpEnabledAt: null, totpLastStep: 0 },
      });
      await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
      await queueMail(tx, writeLetter({ to: user.email, subject: WORD.title, lines: WORD.lines }));
      return noteSecurity(tx, user.id, { ...WORD, path: "/settings/security", hasOwnLetter: true });
    });
    void announceNotifications(notices);
    ctx.log.info({ event: "totp_disabled", userId: user.id }, "second factor off");
    return undefined;
  },
});
