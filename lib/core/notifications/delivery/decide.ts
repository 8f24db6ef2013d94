import { lockMember } from "@/lib/core/notifications/inbox/lock-member";
import { type Profile, readProfiles, wants } from "@/lib/core/notifications/preferences/profile";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { isUrgent } from "@/lib/core/notifications/types";
import type { Query } from "@/lib/kit/db";
import { transact } from "@/lib/kit/transact";
import { type DeliveryRow, lockUnderWay, nextDue, type UnderWay, type Verdict, writeVerdicts } from "./delivery-store";
import { type OuterChannel, queueDeliveries } from "./plan-deliveries";
import { quietUntil } from "./timing";

/** What may be sent now, and to whom. */
export type Sendable = { profile: Profile; rows: NotificationRow[] };

/** Whether a notification may be sent over a channel at this moment: asked when it is due, and before every try. */
function decide(row: DeliveryRow, profile: Profile, channel: OuterChannel, now: Date): Verdict {
  if (row.type === null) return { state: "dropped", reason: "deleted" };
  const { type } = row;
  if (!profile.isActive) return { state: "dropped", reason: "deactivated" };
  if (row.readAt) return { state: "dropped", reason: "read" };
  if (row.isRecalled) return { state: "dropped", reason: "recalled" };
  if (row.expiresAt && row.expiresAt <= now) return { state: "dropped", reason: "expired" };
  if (!wants(profile, type, channel)) return { state: "dropped", reason: "preference" };
  if (channel === "email" && !profile.isConfirmed) return { state: "dropped", reason: "unconfirmed" };
  if (channel === "push" && profile.browsers === 0) return { state: "dropped", reason: "no_browser" };
  const quiet = isUrgent(type) ? undefined : quietUntil(now, profile);
  return quiet ? { state: "waiting", reason: "quiet_hours", until: quiet } : { state: "sending" };
}

type Decided = { id: string; row: DeliveryRow; verdict: Verdict };

export const decideAll = (rows: DeliveryRow[], profile: Profile, channel: OuterChannel, now: Date): Decided[] =>
  rows.map((row) => ({ id: row.deliveryOf, row, verdict: decide(row, profile, channel, now) }));

/** Those of the decided that may be sent. */
export const sendable = (decided: Decided[]): NotificationRow[] =>
  decided.flatMap(({ row, verdict }) => (verdict.state === "sending" && row.type !== null ? [row] : []));

/** Queues the job that looks at what waits for a member over a channel, for when the next of it is due. */
export async function lookAgain(query: Query, userId: string, channel: OuterChannel, now: Date): Promise<void> {
  const until = await nextDue(query, userId, channel);
  if (until) await queueDeliveries(query, [{ user_id: userId, channel, until }], now);
}

/**
 * Decides again what was queued to be sent: hours may have passed since. What may not be sent any more is dropped, what
 * the quiet hours hold waits again; the rest is answered as it is now. Undefined when nothing is left.
 */
export async function decideAgain(channel: OuterChannel, underWay: UnderWay): Promise<Sendable | undefined> {
  const { userId } = underWay;
  const now = new Date();
  return transact(async (tx) => {
    const query = tx.query;
    await lockMember(query, userId);
    const profile = (await readProfiles(query, [userId])).get(userId);
    if (!profile) return undefined;
    const locked = await lockUnderWay(query, channel, underWay);
    const decided = decideAll(locked, profile, channel, now);
    // What reached another browser is delivered, whatever becomes of it here.
    const stopped = decided.filter(
      ({ row, verdict }) => verdict.state !== "sending" && row.deliveryState === "sending",
    );
    await writeVerdicts(query, channel, stopped, now);
    if (stopped.some(({ verdict }) => verdict.state === "waiting")) await lookAgain(query, userId, channel, now);
    const rows = sendable(decided);
    return rows.length > 0 ? { profile, rows } : undefined;
  });
}
