import { z } from "zod";
import { confirmPassword } from "@/lib/core/accounts/password/confirm-password";
import { Password } from "@/lib/core/accounts/schemas";
import { ownId } from "@/lib/core/context";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockConfirmed } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { newSecret } from "./totp";

/** Makes a secret for an authenticator app. It counts only once a code of it was confirmed. Errors: conflict, invalid_input. */
export const beginTotp = defineVerb({
  name: "accounts.beginTotp",
  access: "member",
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: z.strictObject({ secret: z.string(), uri: z.string() }),
  async run(ctx, { userId, password }) {
    const known = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const { secret, uri, encrypted } = newSecret(known.username);
    await transact(async (tx) => {
      const { id, totpEnabledAt } = await lockConfirmed(tx, known);
      if (totpEnabledAt) fail("conflict", "A second factor is set up already.");
      await tx.user.update({ where: { id }, data: { totpSecret: encrypted, totpLastStep: 0 } });
    });
    return { secret, uri };
  },
});
