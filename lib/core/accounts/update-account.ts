import { z } from "zod";
import { ownOrAdminId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { forgetSessionsOf } from "@/lib/core/engine/sessions/session-cache";
import { DisplayName, MemberRef } from "@/lib/core/members/schemas";
import { lockAccount } from "@/lib/core/members/store";
import { createNotifications } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { presentAccount } from "./present";
import { Account } from "./schemas";

/** Changes a profile. Errors: not_found, invalid_input. */
export const updateAccount = defineVerb({
  name: "accounts.update",
  access: "member",
  rateLimits: ["settings"],
  input: z.strictObject({ userId: MemberRef, displayName: DisplayName }),
  output: Account,
  async run(ctx, { userId, displayName }) {
    const id = ownOrAdminId(ctx, userId);
    const user = await transact(async (tx, afterCommit) => {
      const before = (await lockAccount(tx, id)) ?? fail("not_found");
      forgetSessionsOf(afterCommit, id);
      if (before.displayName === displayName) return before;
      const changed = await tx.user.update({ where: { id }, data: { displayName, version: { increment: 1 } } });
      if (id === ctx.actor.id) return changed;
      await createNotifications(tx, afterCommit, [wordOf(before, changed)]);
      // Which field and not the names: what stays of an account once it is deleted holds none. The member is told them.
      const after = { changed: ["displayName"] };
      await audit(tx, ctx, { action: "account.renamed", target: { kind: "member", id }, after });
      return changed;
    });
    if (id === ctx.actor.id) track(ctx, { action: "profile_changed" });
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
