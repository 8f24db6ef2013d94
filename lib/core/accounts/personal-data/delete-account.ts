import { z } from "zod";
import { shutOut } from "@/lib/core/accounts/deactivation";
import { writeToOwner } from "@/lib/core/accounts/owner-mail";
import { confirmPassword } from "@/lib/core/accounts/password/confirm-password";
import { Password } from "@/lib/core/accounts/schemas";
import { lockForGood } from "@/lib/core/accounts/store";
import { ownId } from "@/lib/core/context";
import { forgetActivity } from "@/lib/core/engine/activity/store";
import { audit } from "@/lib/core/engine/audit/audit";
import { MemberRef } from "@/lib/core/members/schemas";
import { lockConfirmed } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import type { Db } from "@/lib/kit/db";
import type { Tx } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { forgetPersonalData, hasPersonalData } from "./keepers";

/**
 * Deletes one's account for good. What one wrote in rooms stays, without a name. The last admin can't go.
 * Errors: invalid_input on `password`, conflict.
 */
export const deleteAccount = defineVerb({
  name: "accounts.delete",
  access: "member",
  needsSession: true,
  rateLimits: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const leave = async (tx: Db) => {
      await forgetActivity(tx, user.id);
      await forgetPersonalData(tx, user.id);
    };
    const remove = async (tx: Tx) => {
      await lockConfirmed(tx, user);
      await lockForGood(tx, user.id);
      if (await hasPersonalData(tx, user.id)) fail("conflict", "Something new began with your account. Try again.");
      // What was noted while the locks were waited for.
      await forgetActivity(tx, user.id);
      await tx.oneTimeToken.deleteMany({ where: { userId: user.id } });
      await tx.user.delete({ where: { id: user.id } });
      await writeToOwner(tx, user, MAIL);
      const before = { role: user.role, createdAt: user.createdAt };
      await audit(tx, ctx, { action: "account.deleted", target: { kind: "member", id: user.id }, before });
    };
    await shutOut(user.id, remove, leave);
    ctx.log.info({ event: "account_deleted", userId: user.id }, "account deleted");
    return undefined;
  },
});

const MAIL = { subject: "Your account was deleted", lines: ["Your account and what belonged to it are gone."] };
