import { z } from "zod";
import { confirmPassword } from "@/lib/core/accounts/password/confirm-password";
import { Password } from "@/lib/core/accounts/schemas";
import { writeSecurity } from "@/lib/core/accounts/tell-owner";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockConfirmed } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";

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
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    await transact(async (tx, afterCommit) => {
      const { totpEnabledAt } = await lockConfirmed(tx, user);
      await tx.user.update({
        where: { id: user.id },
        data: { totpSecret: null, totpEnabledAt: null, totpLastStep: 0 },
      });
      await tx.recoveryCode.deleteMany({ where: { userId: user.id } });
      await writeSecurity(tx, afterCommit, user, WORD);
      await audit(tx, ctx, {
        action: "account.second_factor_off",
        target: { kind: "member", id: user.id },
        before: { secondFactor: totpEnabledAt !== null },
        after: { secondFactor: false },
      });
    });
    track(ctx, { action: "second_factor_off" });
    ctx.log.info({ event: "totp_disabled", userId: user.id }, "second factor off");
    return undefined;
  },
});
