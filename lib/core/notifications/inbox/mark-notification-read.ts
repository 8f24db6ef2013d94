import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { announceChange } from "./announce";
import { presentNotification } from "./present";
import { NotificationView, SeenInput } from "./schemas";
import { findRow, readRow } from "./store";

/**
 * Marks one of the caller's notifications read; a second time changes nothing, nor does it when another was merged into it
 * after the number it was seen under. Errors: not_found.
 */
export const markNotificationRead = defineVerb({
  name: "notifications.markRead",
  access: "member",
  input: SeenInput,
  output: NotificationView,
  async run(ctx, { userId, notificationId, seq }) {
    const owner = ownId(ctx, userId);
    const row = await readRow(owner, notificationId, seq);
    if (!row) return presentNotification((await findRow(owner, notificationId)) ?? fail("not_found"));
    await announceChange(owner, { readIds: [row.id] });
    return presentNotification(row);
  },
});
