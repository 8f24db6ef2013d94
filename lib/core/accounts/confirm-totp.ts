import { z } from "zod";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { MemberRef, RecoveryCodes } from "./schemas";
import { findUser } from "./store";
import { acceptCode, replaceRecoveryCodes } from "./totp";

/** Turns the second factor on with a first code, and answers the recovery codes, this once. Errors: conflict, invalid_input. */
export const confirmTotp = defineVerb({
  name: "accounts.confirmTotp",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, code: z.string().trim().max(10) }),
  output: RecoveryCodes,
  async run(ctx, { userId, code }) {
    const user = (await findUser(ownId(ctx, userId))) ?? fail("not_found");
    if (user.totpEnabledAt) return fail("conflict", "A second factor is set up already.");
    if (!(await acceptCode(user, code))) {
      return fail("invalid_input", "code: is not right", { errors: [{ field: "code", message: "is not right" }] });
    }
    const recoveryCodes = await db().$transaction(async (tx) => {
      await tx.user.update({ where: { id: user.id }, data: { totpEnabledAt: new Date() } });
      return replaceRecoveryCodes(tx, user.id);
    });
    ctx.log.info({ event: "totp_enabled", userId: user.id }, "second factor on");
    return { recoveryCodes };
  },
});
