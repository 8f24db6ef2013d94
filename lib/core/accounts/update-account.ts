import { z } from "zod";
import { ownOrAdminId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { forgetSessionsOf } from "@/lib/core/engine/sessions/session-cache";
import { DisplayName, MemberRef } from "@/lib/core/members/schemas";
import { lockAccount } from "@/lib/core/members/store";
import { announceNotifications, createNotifications } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { db, queryIn } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { presentAccount } from "./present";
import { Account } from "./schemas";

/** Changes a profile. Errors: not_found, invalid_input. */
export const updateAccount = defineVerb({
  name: "accounts.update",
  access: "member",
  policies: ["settings"],
  input: z.strictObject({ userId: MemberRef, displayName: DisplayName }),
  output: Account,
  async run(ctx, { userId, displayName }) {
    const id = ownOrAdminId(ctx, userId);
    const { user, notices } = await db().$transaction(async (tx) => {
      const before = (await lockAccount(tx, id)) ?? fail("not_found");
      if (before.displayName === displayName) return { user: before, notices: [] };
      const changed = await tx.user.update({ where: { id }, data: { displayName, version: { increment: 1 } } });
      if (id === ctx.actor.id) return { user: changed, notices: [] };
      const told = await createNotifications(queryIn(tx), [wordOf(before, changed)]);
      // Which field and not the names: what stays of an account once it is deleted holds none. The member is told them.
      const after = { changed: ["displayName"] };
      await audit(tx, ctx, { action: "account.renamed", target: { kind: "member", id }, after });
      return { user: changed, notices: told };
    });
    void announceNotifications(notices);
    if (id === ctx.actor.id) track(ctx, { action: "profile_changed" });
    await forgetSessionsOf(id);
    return presentAccount(user);
  },
});

const wordOf = (before: { id: string; displayName: string }, { displayName }: { displayName: string }) => ({
  userId: before.id,
  type: "account" as const,
  title: "Your name was changed",
  body: `An admin changed the name others see of you from “${before.displayName}” to “${displayName}”.`,
  url: "/settings",
});
