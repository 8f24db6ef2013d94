import { notificationChanged, notificationNew } from "@/lib/core/notifications/events";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { publishEvent } from "@/lib/core/realtime/publish";
import { log } from "@/lib/kit/log";
import type { AfterCommit, Committed } from "@/lib/kit/transact";
import { presentNotification } from "./present";
import type { NotificationChanged } from "./schemas";
import { countRows } from "./store";

/** Sends stored notifications to their members' open pages. Nobody waits for it: whoever it does not reach gets them by `sync`. */
export function publishNotifications(afterCommit: AfterCommit, rows: NotificationRow[]): void {
  const shown = rows.filter((row) => row.shown).sort((a, b) => a.seq - b.seq);
  if (shown.length > 0) afterCommit.inBackground((committed) => tellMembers(committed, shown));
}

async function tellMembers(committed: Committed, rows: NotificationRow[]): Promise<void> {
  for (const userId of new Set(rows.map((row) => row.userId))) {
    try {
      const { unread, rev } = await countRows(userId);
      for (const row of rows.filter((one) => one.userId === userId)) {
        publishEvent(committed, notificationNew, { userId }, { ...presentNotification(row), unread, rev });
      }
    } catch (error) {
      log().warn({ err: error, userId }, "notifications could not be announced");
    }
  }
}

type Change = Omit<NotificationChanged, "unread" | "rev">;

/** Tells the member's other pages what was read or deleted, with how many are unread now. */
export function publishChange(afterCommit: AfterCommit, userId: string, change: Change): void {
  afterCommit(async (committed) => {
    const { unread, rev } = await countRows(userId);
    publishEvent(committed, notificationChanged, { userId }, { unread, rev, ...change });
  });
}
