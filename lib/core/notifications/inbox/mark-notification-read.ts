import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { autocommit } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { presentNotification } from "./present";
import { publishChange } from "./publish";
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
    const read = await autocommit(async ({ query }, afterCommit) => {
      const row = await readRow(query, owner, notificationId, seq);
      if (row) publishChange(afterCommit, owner, { readIds: [row.id] });
      return row;
    });
    return presentNotification(read ?? (await findRow(owner, notificationId)) ?? fail("not_found"));
  },
});
