import type { ReactNode } from "react";
import { signOutAction } from "@/app/actions/auth";
import { HOME } from "@/app/home";
import { MemberShell } from "@/components/layout/member-shell";
import type { Ctx, Member } from "@/lib/core/context";
import { countUnread, listNotifications } from "@/lib/core/notifications";
import { listOnline } from "@/lib/core/realtime/list-online";
import { getSettings } from "@/lib/core/settings/get-settings";
import { features } from "@/lib/features";

/** The frame of a member's pages, filled with what they start with. */
export async function Shell({ ctx, me, children }: { ctx: Ctx; me: Member; children: ReactNode }) {
  const { id, username, displayName, role } = me;
  // The number before the list: what comes in between is asked for again, never missed.
  const count = await countUnread(ctx, { userId: "me" });
  const [starts, notifications, online, settings] = await Promise.all([
    readStarts(ctx),
    listNotifications(ctx, { userId: "me", limit: 20 }),
    listOnline(ctx, { limit: 50 }),
    getSettings(ctx, { userId: "me" }),
  ]);
  const start = {
    me: { id, username, displayName, role },
    features: starts,
    notifications: { ...notifications, ...count },
    online,
    settings,
  };
  return (
    <MemberShell start={start} home={HOME} signOut={signOutAction}>
      {children}
    </MemberShell>
  );
}

/** What the features start with, by their names. */
async function readStarts(ctx: Ctx): Promise<Record<string, unknown>> {
  const starts = await Promise.all(features.map(async ({ name, start }) => [name, await start?.(ctx)] as const));
  return Object.fromEntries(starts);
}
