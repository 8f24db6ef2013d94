import { z } from "zod";
import { presentAccount } from "@/lib/core/accounts/present";
import { type Ctx, type Member, ownId } from "@/lib/core/context";
import { type ActivityRow, findActivity } from "@/lib/core/engine/activity/store";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { refuseOver } from "@/lib/core/engine/rate-limits/enforce";
import { MemberRef } from "@/lib/core/members/schemas";
import { findUser } from "@/lib/core/members/store";
import { readSettings } from "@/lib/core/settings/read-settings";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { createLimiter, type Limiter } from "@/lib/kit/limiter/limiter";
import { remember } from "@/lib/kit/remember";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { readPersonalData } from "./keepers";
import { LIST_MAX, newestReader, pageAfter, type ReadNewest } from "./newest";

/** Exports of one member: each reads a lot. */
const OFTEN = { name: "export", limit: 5, windowMs: 3_600_000, onStoreDown: "local" } as const;

/**
 * What is kept of oneself, for oneself: of long lists the newest, as the file says. Five times an hour.
 * Errors: not_found, rate_limited.
 */
export const exportAccount = defineVerb({
  name: "accounts.export",
  access: "member",
  needsSession: true,
  reads: true,
  rateLimits: ["settings"],
  input: z.strictObject({ userId: MemberRef }),
  output: z.record(z.string(), z.unknown()),
  async run(ctx, { userId }) {
    const id = ownId(ctx, userId);
    const user = (await findUser(id)) ?? fail("not_found");
    await refuseOften(ctx);
    await transact((tx) => audit(tx, ctx, { action: "account.exported", target: { kind: "member", id } }));
    const { readNewest, cutShort } = newestReader();
    const lists = await readLists(id, readNewest);
    const features = await readPersonalData(id, readNewest);
    track(ctx, { action: "exported" });
    ctx.log.info({ event: "account_exported", userId: id, cutShort }, "account exported");
    return {
      exportedAt: new Date().toISOString(),
      /** Of each list there are the newest rows within these bounds; `cutShort` names those that had more. */
      bounds: { perList: LIST_MAX, cutShort },
      account: presentAccount(user),
      settings: await readSettings(id),
      notificationPreferences: await db().notificationPreferences.findUnique({
        where: { userId: id },
        omit: { userId: true },
      }),
      ...lists,
      ...features,
    };
  },
});

/** @throws rate_limited */
async function refuseOften(ctx: Ctx<Member>): Promise<void> {
  const limiter = remember<Limiter>("export-limiter", () => createLimiter(OFTEN));
  const decision = await limiter.consume(ctx.actor.id);
  ctx.limits.push(decision);
  refuseOver(decision);
}

/** What core keeps of a member in lists, one after the other so that little is in memory at once. */
async function readLists(userId: string, readNewest: ReadNewest) {
  const own = { where: { userId }, omit: { userId: true } } as const;
  return {
    sessions: await readNewest("sessions", (take, after?: { id: string }) =>
      db().session.findMany({ ...own, ...pageAfter(take, after), orderBy: [{ createdAt: "desc" }, { id: "desc" }] }),
    ),
    notifications: await readNewest("notifications", (take, after?: { id: string }) =>
      db().notification.findMany({ ...own, ...pageAfter(take, after), orderBy: { seq: "desc" } }),
    ),
    archivedNotifications: await readNewest("archivedNotifications", (take, after?: { id: string }) =>
      db().archivedNotification.findMany({ ...own, ...pageAfter(take, after), orderBy: { seq: "desc" } }),
    ),
    activity: (await readNewest("activity", (take, after?: ActivityRow) => findActivity({ userId }, take, after))).map(
      ({ userId: _own, ...row }) => row,
    ),
    pushBrowsers: await db().pushSubscription.findMany({
      where: { userId },
      omit: { userId: true, auth: true, p256dh: true },
    }),
  };
}
