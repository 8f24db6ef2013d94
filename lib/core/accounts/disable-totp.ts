import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { announceNotifications } from "@/lib/core/notifications";
import { db } from "@/lib/kit/db";
import { confirmPassword } from "./confirm-password";
import { MemberRef, Password } from "./schemas";
import { lockConfirmed } from "./store";
import { writeSecurity } from "./tell-owner";

const WORD = {
  title: "Your second factor was turned off",
  lines: [
    "Signing in to your account no longer asks for a code.",
    "If this was not you, change your password at once.",
  ],
  path: "/settings/security",
};

/** Turns the second factor off. Errors: invalid_input on `password`, conflict. */
export const disableTotp = defineVerb({
  name: "accounts.disableTotp",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const notices = await db().$transaction(async (tx) => {
      const { totpEnabledAt } = await lockConfirmed(tx, user);
      await tx.user.update({
        where: { id: user.id },
        data: { totpSecret: null, totpEnabledAt: null, totpLastStep: 0 },
      });
      await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
      const told = await writeSecurity(tx, user, WORD);
      await audit(tx, ctx, {
        action: "account.second_factor_off",
        target: { kind: "member", id: user.id },
        before: { secondFactor: totpEnabledAt !== null },
        after: { secondFactor: false },
      });
      return told;
    });
    void announceNotifications(notices);
    track(ctx, { action: "second_factor_off" });
    ctx.log.info({ event: "totp_disabled", userId: user.id }, "second factor off");
    return undefined;
  },
});
