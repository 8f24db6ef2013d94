import { announceChange } from "./announce";
import type { NotificationType } from "./schemas";
import { type About, readRowsAbout } from "./store";

/** Marks a member's notifications of a type read whose matter is settled, as when an invitation was answered. */
export async function settleNotifications(userId: string, type: NotificationType, about: About): Promise<void> {
  const read = await readRowsAbout(userId, type, about);
  if (read.length > 0) await announceChange(userId, { readIds: read.map(({ id }) => id) });
}
