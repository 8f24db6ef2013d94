import type { AfterCommit, HotTx } from "@/lib/kit/transact";
import { publishChange } from "./publish";
import type { NotificationType } from "./schemas";
import { type About, readRowsAbout } from "./store";

/** Marks a member's notifications of a type read whose matter is settled, as when an invitation was answered. */
export async function settleNotifications(
  { query }: HotTx,
  afterCommit: AfterCommit,
  userId: string,
  type: NotificationType,
  about: About,
): Promise<void> {
  const read = await readRowsAbout(query, userId, type, about);
  if (read.length > 0) publishChange(afterCommit, userId, { readIds: read.map(({ id }) => id) });
}
