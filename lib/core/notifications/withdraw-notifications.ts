import { announceChange } from "./announce";
import type { NotificationType } from "./schemas";
import { deleteRowsAbout } from "./store";

/**
 * Takes notifications back that should not be read any more, as when the message they quote was deleted: those of
 * `userIds` of one type whose `data` holds `value` under `key`. Their members' pages hear of it.
 */
export async function withdrawNotifications(
  userIds: string[],
  type: NotificationType,
  about: { key: string; value: string },
): Promise<void> {
  if (userIds.length === 0) return;
  const deleted = await deleteRowsAbout(userIds, type, about);
  for (const userId of new Set(deleted.map((row) => row.userId))) {
    const deletedIds = deleted.filter((row) => row.userId === userId).map((row) => row.id);
    await announceChange(userId, { deletedIds });
  }
}
