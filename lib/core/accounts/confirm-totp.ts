import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
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
      const codes = await replaceRecoveryCodes(tx, user.id);
      const target = { kind: "member", id: user.id };
      await audit(tx, ctx, { action: "account.second_factor_on", target, before: OFF, after: ON });
      return codes;
    });
    track(ctx, { action: "second_factor_on" });
    ctx.log.info({ event: "totp_enabled", userId: user.id }, "second factor on");
    return { recoveryCodes };
  },
});

const OFF = { secondFactor: false };
const ON = { secondFactor: true };
