import type { NotificationRow } from "@/lib/core/notifications/row";
import { publishLive } from "@/lib/core/realtime/publish";
import { log } from "@/lib/kit/log";
import type { AfterCommit } from "@/lib/kit/transact";
import { channels } from "@/lib/shared/live";
import { presentNotification } from "./present";
import type { NotificationChanged, NotificationNew } from "./schemas";
import { countRows } from "./store";

/** Sends stored notifications to their members' open pages. Nobody waits for it: whoever it does not reach gets them by `sync`. */
export function announceNotifications(afterCommit: AfterCommit, rows: NotificationRow[]): void {
  const shown = rows.filter((row) => row.shown).sort((a, b) => a.seq - b.seq);
  if (shown.length > 0) afterCommit.inBackground(() => tellMembers(shown));
}

async function tellMembers(rows: NotificationRow[]): Promise<void> {
  for (const userId of new Set(rows.map((row) => row.userId))) {
    try {
      const { unread, rev } = await countRows(userId);
      for (const row of rows.filter((one) => one.userId === userId)) {
        const event: NotificationNew = { ...presentNotification(row), unread, rev };
        publishLive(channels.member(userId), "notification:new", event);
      }
    } catch (error) {
      log().warn({ err: error, userId }, "notifications could not be announced");
    }
  }
}

type Change = Omit<NotificationChanged, "unread" | "rev">;

/** Tells the member's other pages what was read or deleted, with how many are unread now. */
export function announceChange(afterCommit: AfterCommit, userId: string, change: Change): void {
  afterCommit(async () => {
    const { unread, rev } = await countRows(userId);
    const event: NotificationChanged = { unread, rev, ...change };
    publishLive(channels.member(userId), "notification:changed", event);
  });
}
