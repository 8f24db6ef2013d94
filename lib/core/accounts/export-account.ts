import { z } from "zod";
import { readOwnActivity } from "@/lib/core/activity/store";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { readSettings } from "@/lib/core/settings/read-settings";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { recallMember } from "./memory";
import { presentAccount } from "./present";
import { MemberRef } from "./schemas";
import { findUser } from "./store";

/** Everything kept of oneself, for oneself. Errors: not_found, rate_limited. */
export const exportAccount = defineVerb({
  name: "accounts.export",
  access: "member",
  reads: true,
  policies: ["settings"],
  input: z.strictObject({ userId: MemberRef }),
  output: z.record(z.string(), z.unknown()),
  async run(ctx, { userId }) {
    const id = ownId(ctx, userId);
    const user = (await findUser(id)) ?? fail("not_found");
    await db().$transaction((tx) => audit(tx, ctx, { action: "account.exported", target: { kind: "member", id } }));
    const [features, sessions, notifications, goneNotifications, activity, notificationPreferences, pushBrowsers] =
      await Promise.all([
        recallMember(id),
        db().session.findMany({ where: { userId: id }, omit: { userId: true }, orderBy: { createdAt: "asc" } }),
        db().notification.findMany({ where: { userId: id }, omit: { userId: true }, orderBy: { seq: "asc" } }),
        db().goneNotification.findMany({ where: { userId: id }, omit: { userId: true }, orderBy: { seq: "asc" } }),
        readOwnActivity(id),
        db().notificationPreferences.findUnique({ where: { userId: id }, omit: { userId: true } }),
        db().pushSubscription.findMany({ where: { userId: id }, omit: { userId: true, auth: true, p256dh: true } }),
      ]);
    track(ctx, { action: "exported" });
    ctx.log.info({ event: "account_exported", userId: id }, "account exported");
    return {
      exportedAt: new Date().toISOString(),
      account: presentAccount(user),
      settings: await readSettings(id),
      sessions,
      notifications,
      goneNotifications,
      activity,
      notificationPreferences,
      pushBrowsers,
      ...features,
    };
  },
});
