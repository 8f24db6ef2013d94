import { z } from "zod";
import { forgetActivity } from "@/lib/core/activity/store";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import type { Db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { confirmPassword } from "./confirm-password";
import { shutOut } from "./deactivation";
import { forgetMember, isRemembered } from "./memory";
import { writeToOwner } from "./owner-letter";
import { MemberRef, Password } from "./schemas";
import { lockConfirmed, lockForGood } from "./store";

/**
 * Deletes one's account for good. What one wrote in rooms stays, without a name. The last admin can't go.
 * Errors: invalid_input on `password`, conflict.
 */
export const deleteAccount = defineVerb({
  name: "accounts.delete",
  access: "member",
  policies: ["auth"],
  input: z.strictObject({ userId: MemberRef, password: Password }),
  output: z.undefined(),
  async run(ctx, { userId, password }) {
    const user = await confirmPassword(ctx, ownId(ctx, userId), password, "password");
    const leave = async (tx: Db) => {
      await forgetActivity(tx, user.id);
      await forgetMember(tx, user.id);
    };
    const remove = async (tx: Db) => {
      await lockConfirmed(tx, user);
      await lockForGood(tx, user.id);
      if (await isRemembered(tx, user.id)) fail("conflict", "Something new began with your account. Try again.");
      // What was noted while the locks were waited for.
      await forgetActivity(tx, user.id);
      await tx.oneTimeToken.deleteMany({ where: { userId: user.id } });
      await tx.user.delete({ where: { id: user.id } });
      await writeToOwner(tx, user, LETTER);
      const before = { role: user.role, createdAt: user.createdAt };
      await audit(tx, ctx, { action: "account.deleted", target: { kind: "member", id: user.id }, before });
    };
    await shutOut(user.id, remove, leave);
    ctx.log.info({ event: "account_deleted", userId: user.id }, "account deleted");
    return undefined;
  },
});

const LETTER = { subject: "Your account was deleted", lines: ["Your account and what belonged to it are gone."] };
