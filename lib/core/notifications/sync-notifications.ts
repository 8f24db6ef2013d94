import { defineVerb } from "@/lib/core/http/verb";
import { presentNotification } from "./present";
import { NotificationsSince, SyncNotificationsInput } from "./schemas";
import { countRows, rowsSince } from "./store";

/** Notifications in one answer. */
const SYNC_MAX = 200;

/** The caller's notifications after a number, oldest first, at most 200 an answer. */
export const syncNotifications = defineVerb({
  name: "notifications.sync",
  access: "member",
  reads: true,
  input: SyncNotificationsInput,
  output: NotificationsSince,
  async run(ctx, { after }) {
    // Counted first: a notification made in between is in the items, or it comes live.
    const { unread, lastSeq } = await countRows(ctx.actor.id);
    const rows = after >= lastSeq ? [] : await rowsSince(ctx.actor.id, after, SYNC_MAX + 1);
    const items = rows.slice(0, SYNC_MAX);
    const more = rows.length > items.length;
    const reached = items.at(-1)?.seq ?? lastSeq;
    return {
      items: items.map(presentNotification),
      lastSeq: more ? reached : Math.max(reached, lastSeq),
      more,
      unread,
    };
  },
});
