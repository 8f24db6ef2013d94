import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { fail } from "@/lib/shared/errors";
import { announceChange } from "./announce";
import { presentNotification } from "./present";
import { NotificationInput, NotificationView } from "./schemas";
import { findRow, readRow } from "./store";

/** Marks one of the caller's notifications read; a second time changes nothing. Errors: not_found. */
export const markNotificationRead = defineVerb({
  name: "notifications.markRead",
  access: "member",
  input: NotificationInput,
  output: NotificationView,
  async run(ctx, { userId, notificationId }) {
    const owner = ownId(ctx, userId);
    const row = await readRow(owner, notificationId);
    if (!row) return presentNotification((await findRow(owner, notificationId)) ?? fail("not_found"));
    await announceChange(owner, { readIds: [row.id] });
    return presentNotification(row);
  },
});
