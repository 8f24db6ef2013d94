import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { ownOrAdminId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { forgetSessionsOf } from "@/lib/core/sessions/session-cache";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { presentAccount } from "./present";
import { Account, DisplayName, MemberRef } from "./schemas";
import { findUser } from "./store";

/** Changes a profile. Errors: not_found, invalid_input. */
export const updateAccount = defineVerb({
  name: "accounts.update",
  access: "member",
  policies: ["settings"],
  input: z.strictObject({ userId: MemberRef, displayName: DisplayName }),
  output: Account,
  async run(ctx, { userId, displayName }) {
    const id = ownOrAdminId(ctx, userId);
    if (!(await findUser(id))) return fail("not_found");
    const user = await db().$transaction(async (tx) => {
      const changed = await tx.user.update({ where: { id }, data: { displayName } });
      // Without the names: what stays of an account once it is deleted holds none.
      if (id !== ctx.actor.id) await audit(tx, ctx, { action: "account.renamed", target: { kind: "member", id } });
      return changed;
    });
    if (id === ctx.actor.id) track(ctx, { action: "profile_changed" });
    await forgetSessionsOf(id);
    return presentAccount(user);
  },
});
