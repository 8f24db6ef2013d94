import { z } from "zod";
import { SecondFactor } from "@/lib/core/accounts/schemas";
import { ownId } from "@/lib/core/context";
import { MemberRef } from "@/lib/core/members/schemas";
import { findUser } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";

/** Whether one's sign-in asks for a code, since when, and how many recovery codes are left. Errors: not_found. */
export const getTotp = defineVerb({
  name: "accounts.getTotp",
  access: "member",
  needsSession: true,
  reads: true,
  input: z.strictObject({ userId: MemberRef }),
  output: SecondFactor,
  async run(ctx, { userId }) {
    const { id, totpEnabledAt } = (await findUser(ownId(ctx, userId))) ?? fail("not_found");
    if (!totpEnabledAt) return { enabled: false, since: null, recoveryCodesLeft: 0 };
    const recoveryCodesLeft = await db().recoveryCode.count({ where: { userId: id, usedAt: null } });
    return { enabled: true, since: totpEnabledAt.toISOString(), recoveryCodesLeft };
  },
});
