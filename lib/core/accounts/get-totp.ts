import { z } from "zod";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { MemberRef, SecondFactor } from "./schemas";
import { findUser } from "./store";

/** Whether one's sign-in asks for a code, since when, and how many recovery codes are left. Errors: not_found. */
export const getTotp = defineVerb({
  name: "accounts.getTotp",
  access: "member",
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
