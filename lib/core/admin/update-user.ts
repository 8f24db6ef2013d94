import { changeCredentials } from "@/lib/core/accounts/change-credentials";
import { shutOut } from "@/lib/core/accounts/deactivation";
import { refuseLastAdmin } from "@/lib/core/accounts/store";
import { audit } from "@/lib/core/engine/audit/audit";
import { forgetSessionsOf } from "@/lib/core/engine/sessions/session-cache";
import { createNotifications } from "@/lib/core/notifications";
import { addToChannel, removeFromChannel } from "@/lib/core/realtime/publish";
import { ADMINS } from "@/lib/core/realtime/start-channels";
import { defineVerb } from "@/lib/core/verb/verb";
import { type AfterCommit, type Tx, transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { presentManagedUser } from "./present";
import { ManagedUser, UpdateUserInput } from "./schemas";
import { findManagedUser, lockUser } from "./user-store";

const WORDS = {
  admin: { title: "You are an admin now", body: "The dashboard is open to you.", url: "/admin" },
  user: { title: "You are no admin any more", body: "The dashboard is closed to you from now on." },
};

/**
 * Changes a member's role, or deactivates and reactivates the account. Both hold on the next request and cut open
 * sockets at once. The last active admin stays one. Errors: not_found, conflict.
 */
export const updateUser = defineVerb({
  name: "accounts.updateUser",
  access: "admin",
  input: UpdateUserInput,
  output: ManagedUser,
  async run(ctx, { userId, role, active }) {
    if (!(await findManagedUser(userId))) return fail("not_found");
    const target = { kind: "member", id: userId };
    const goes = role === "user" || active === false;
    const change = async (tx: Tx, afterCommit: AfterCommit) => {
      if (role === "user") await refuseLastAdmin(tx, userId);
      const before = await lockUser(tx, userId);
      const changes = changesOf(before, { role, active });
      const version = { increment: changes.length > 0 ? 1 : 0 };
      await tx.user.update({ where: { id: userId }, data: { role, version, ...(active && { deactivatedAt: null }) } });
      if (active === false) await changeCredentials(tx, userId, { deactivatedAt: new Date() });
      const isNews = role !== undefined && role !== before.role;
      const word = isNews ? [{ userId, type: "account" as const, ...WORDS[role] }] : [];
      forgetSessionsOf(afterCommit, userId);
      if (goes) afterCommit((committed) => removeFromChannel(committed, userId, ADMINS));
      else if (role === "admin") afterCommit((committed) => addToChannel(committed, userId, ADMINS));
      await createNotifications(tx, afterCommit, word);
      for (const changed of changes) await audit(tx, ctx, { ...changed, target });
    };
    if (active === false) await shutOut(userId, change);
    else await transact(change);
    ctx.log.info({ event: "admin_action", userId, role, active }, "account changed by an admin");
    return presentManagedUser((await findManagedUser(userId)) ?? fail("not_found"));
  },
});

type State = { role?: "user" | "admin"; active?: boolean };

/** What of `after` is another than `before`, each as an event of its own. */
function changesOf(before: State, after: State) {
  const events = [];
  if (after.role !== undefined && after.role !== before.role) {
    events.push({ action: "account.role_changed", before: { role: before.role }, after: { role: after.role } });
  }
  if (after.active !== undefined && after.active !== before.active) {
    const action = after.active ? "account.reactivated" : "account.deactivated";
    events.push({ action, before: { active: before.active }, after: { active: after.active } });
  }
  return events;
}
