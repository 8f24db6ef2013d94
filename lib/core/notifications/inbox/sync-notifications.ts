import { defineVerb } from "@/lib/core/verb/verb";
import { listNotifications } from "./list-notifications";
import { presentNotification } from "./present";
import { NotificationsSince, SYNC_MAX, SyncNotificationsInput } from "./schemas";
import { countRows, rowsSince } from "./store";

/**
 * The caller's notifications after a number, oldest first, at most 200 an answer. A client that names the change counter
 * it knew gets the beginning of its list anew when anything changed: what was read or deleted has no new number.
 */
export const syncNotifications = defineVerb({
  name: "notifications.sync",
  access: "member",
  reads: true,
  input: SyncNotificationsInput,
  output: NotificationsSince,
  async run(ctx, { after, rev: known, take }) {
    // Counted first: a notification made in between is in the items, or it comes live.
    const { unread, lastSeq, rev } = await countRows(ctx.actor.id);
    if (known !== undefined) {
      const first = known === rev ? null : await listNotifications(ctx, { userId: "me", limit: take });
      return { items: [], lastSeq, hasMore: false, unread, rev, first };
    }
    const rows = after >= lastSeq ? [] : await rowsSince(ctx.actor.id, after, SYNC_MAX + 1);
    const items = rows.slice(0, SYNC_MAX);
    const hasMore = rows.length > items.length;
    const reached = items.at(-1)?.seq ?? lastSeq;
    return {
      items: items.map(presentNotification),
      lastSeq: hasMore ? reached : Math.max(reached, lastSeq),
      ...{ hasMore, unread, rev, first: null },
    };
  },
});
