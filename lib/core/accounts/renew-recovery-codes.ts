import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { confirmPassword } from "./confirm-password";
import { writeToOwner } from "./owner-letter";
import { MemberRef, Password, RecoveryCodes } from "./schemas";
import { lockConfirmed } from "./store";
import { replaceRecoveryCodes } from "./totp";

/**
 * Makes new recovery codes, answered this once; the old ones stop working, the authenticator app does not.
 * Errors: conflict without a second factor, invalid_input on `password`.
 */
export const renewRecoveryCodes = defineVerb({
  name: "accounts.renewRecoveryCodes",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: RecoveryCodes,
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const recoveryCodes = await db().$transaction(async (tx) => {
      const { totpEnabledAt } = await lockConfirmed(tx, user);
      if (!totpEnabledAt) fail("conflict", "There is no second factor to recover.");
      const codes = await replaceRecoveryCodes(tx, user.id);
      await writeToOwner(tx, user, LETTER);
      await audit(tx, ctx, { action: "account.recovery_codes_renewed", target: { kind: "member", id: user.id } });
      return codes;
    });
    track(ctx, { action: "recovery_codes_renewed" });
    ctx.log.info({ event: "recovery_codes_renewed", userId: user.id }, "recovery codes renewed");
    return { recoveryCodes };
  },
});

const LETTER = {
  subject: "Your recovery codes were replaced",
  lines: [
    "The recovery codes you kept do not work any more; new ones were made just now.",
    "If this was not you, change your password at once.",
  ],
};
