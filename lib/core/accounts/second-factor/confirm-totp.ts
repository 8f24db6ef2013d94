import { z } from "zod";
import { RecoveryCodes } from "@/lib/core/accounts/schemas";
import { noteSecurity } from "@/lib/core/accounts/tell-owner";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockAccount } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail, invalid } from "@/lib/shared/errors";
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
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, code: z.string().trim().max(10) }),
  output: RecoveryCodes,
  async run(ctx, { userId, code }) {
    const id = ownId(ctx, userId);
    const recoveryCodes = await transact(async (tx, afterCommit) => {
      const user = (await lockAccount(tx, id)) ?? fail("not_found");
      if (user.totpEnabledAt) fail("conflict", "A second factor is set up already.");
      if (!(await acceptCode(tx, user, code))) invalid("code", "is not right");
      await tx.user.update({ where: { id }, data: { totpEnabledAt: new Date() } });
      const codes = await replaceRecoveryCodes(tx, id);
      await noteSecurity(tx, afterCommit, id, WORD);
      const target = { kind: "member", id };
      await audit(tx, ctx, { action: "account.second_factor_on", target, before: OFF, after: ON });
      return codes;
    });
    track(ctx, { action: "second_factor_on" });
    ctx.log.info({ event: "totp_enabled", userId: id }, "second factor on");
    return { recoveryCodes };
  },
});

const OFF = { secondFactor: false };
const ON = { secondFactor: true };
