import { z } from "zod";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { announceNotifications } from "@/lib/core/notifications";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { MemberRef } from "./schemas";
import { findUser } from "./store";
import { noteSecurity } from "./tell-owner";
import { acceptCode, replaceRecoveryCodes } from "./totp";

const WORD = {
  title: "Your second factor was turned on",
  lines: ["Signing in to your account asks for a code from now on. Keep your recovery codes in a safe place."],
  path: "/settings/security",
};

/** Turns the second factor on with a first code, and answers the recovery codes, this once. Errors: conflict, invalid_input. */
export const confirmTotp = defineVerb({
  name: "accounts.confirmTotp",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, code: z.string().trim().max(10) }),
  output: z.strictObject({ recoveryCodes: z.array(z.string()) }),
  async run(ctx, { userId, code }) {
    const user = (await findUser(ownId(ctx, userId))) ?? fail("not_found");
    if (user.totpEnabledAt) return fail("conflict", "A second factor is set up already.");
    if (!(await acceptCode(user, code))) {
      return fail("invalid_input", "code: is not right", { errors: [{ field: "code", message: "is not right" }] });
    }
    const { recoveryCodes, notices } = await db().$transaction(async (tx) => {
      await tx.user.update({ where: { id: user.id }, data: { totpEnabledAt: new Date() } });
      const recoveryCodes = await replaceRecoveryCodes(tx, user.id);
      return { recoveryCodes, notices: await noteSecurity(tx, user.id, WORD) };
    });
    void announceNotifications(notices);
    ctx.log.info({ event: "totp_enabled", userId: user.id }, "second factor on");
    return { recoveryCodes };
  },
});
