import { lockMember } from "@/lib/core/notifications/inbox/lock-member";
import { readProfiles } from "@/lib/core/notifications/preferences/profile";
import { type Tx, transact } from "@/lib/kit/transact";
import { decideAll, lookAgain, sendable } from "./decide";
import { lockDue, writeVerdicts } from "./delivery-store";
import type { OuterChannel } from "./plan-deliveries";

/**
 * Decides about what is due to a member on a channel, in one transaction with the jobs that `queue` adds for what may be
 * sent, which is "sending" from then on. What is too early is not touched, and looked at when the first of it is due.
 */
export async function takeDue(
  userId: string,
  channel: OuterChannel,
  queue: (tx: Tx, ids: string[]) => Promise<void>,
): Promise<void> {
  const now = new Date();
  await transact(async (tx) => {
    const query = tx.query;
    await lockMember(query, userId);
    const profile = (await readProfiles(query, [userId])).get(userId);
    if (!profile) return;
    const decided = decideAll(await lockDue(query, userId, channel, now), profile, channel, now);
    await writeVerdicts(query, channel, decided, now);
    const due = sendable(decided).map(({ id }) => id);
    if (due.length > 0) await queue(tx, due);
    await lookAgain(query, userId, channel, now);
  });
}
