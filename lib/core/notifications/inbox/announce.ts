import type { NotificationRow } from "@/lib/core/notifications/row";
import { publishLive } from "@/lib/core/realtime/publish";
import { log } from "@/lib/kit/log";
import { channels } from "@/lib/shared/live";
import { presentNotification } from "./present";
import type { NotificationChanged, NotificationNew } from "./schemas";
import { countRows } from "./store";

/**
 * Sends stored notifications to their members' open pages. Call it after the commit, without waiting: it never fails,
 * and whoever it does not reach gets them by `sync`.
 */
export async function announceNotifications(rows: NotificationRow[]): Promise<void> {
  const members = new Set(rows.map((row) => row.userId));
  for (const userId of members) {
    const own = rows.filter((row) => row.userId === userId && row.shown).sort((a, b) => a.seq - b.seq);
    if (own.length === 0) continue;
    try {
      const { unread, rev } = await countRows(userId);
      for (const row of own) {
        const event: NotificationNew = { ...presentNotification(row), unread, rev };
        publishLive(channels.member(userId), "notification:new", event);
      }
    } catch (error) {
      log().warn({ err: error, userId }, "notifications could not be announced");
    }
  }
}

type Counted = Pick<NotificationChanged, "unread" | "rev">;

/** Tells the member's other pages what was read or deleted, and answers how many are unread now. */
export async function announceChange(
  userId: string,
  change: Omit<NotificationChanged, keyof Counted>,
): Promise<Counted> {
  const { unread, rev } = await countRows(userId);
  const event: NotificationChanged = { unread, rev, ...change };
  publishLive(channels.member(userId), "notification:changed", event);
  return { unread, rev };
}
