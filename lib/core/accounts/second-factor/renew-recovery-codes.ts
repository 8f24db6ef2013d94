import { z } from "zod";
import { writeToOwner } from "@/lib/core/accounts/owner-mail";
import { confirmPassword } from "@/lib/core/accounts/password/confirm-password";
import { Password, RecoveryCodes } from "@/lib/core/accounts/schemas";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockConfirmed } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { replaceRecoveryCodes } from "./totp";

/**
 * Makes new recovery codes, answered this once; the old ones stop working, the authenticator app does not.
 * Errors: conflict without a second factor, invalid_input on `password`.
 */
export const renewRecoveryCodes = defineVerb({
  name: "accounts.renewRecoveryCodes",
  access: "member",
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: RecoveryCodes,
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const recoveryCodes = await transact(async (tx) => {
      const { totpEnabledAt } = await lockConfirmed(tx, user);
      if (!totpEnabledAt) fail("conflict", "There is no second factor to recover.");
      const codes = await replaceRecoveryCodes(tx, user.id);
      await writeToOwner(tx, user, MAIL);
      await audit(tx, ctx, { action: "account.recovery_codes_renewed", target: { kind: "member", id: user.id } });
      return codes;
    });
    track(ctx, { action: "recovery_codes_renewed" });
    ctx.log.info({ event: "recovery_codes_renewed", userId: user.id }, "recovery codes renewed");
    return { recoveryCodes };
  },
});

const MAIL = {
  subject: "Your recovery codes were replaced",
  lines: [
    "The recovery codes you kept do not work any more; new ones were made just now.",
    "If this was not you, change your password at once.",
  ],
};
