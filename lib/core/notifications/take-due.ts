import { type Db, db, queryIn } from "@/lib/kit/db";
import { type OuterChannel, queueDeliveries } from "./plan-deliveries";
import { type Profile, readProfiles, wants } from "./profile";
import { COLUMNS, type NotificationRow } from "./row";
import { NotificationType } from "./schemas";
import { isUrgent, quietUntil } from "./timing";

/** What became of a delivery, as stored: a state, the reason for it, and until when it waits. */
export type Verdict = {
  state: "waiting" | "sending" | "delivered" | "dropped" | "failed";
  reason?: string;
  until?: Date;
};

/** Notifications one job takes at once; the rest waits for the next. */
const TAKEN_MAX = 200;

type Waiting = NotificationRow & { until: Date; waitReason: string };

const WAITING = `
  SELECT n.*, d.until, d.reason AS "waitReason" FROM notification_deliveries d
  JOIN LATERAL (SELECT ${COLUMNS} FROM notifications WHERE id = d.notification_id) AS n ON true
  WHERE d.user_id = $1::uuid AND d.channel = $2::text AND d.state = 'waiting'
  ORDER BY n.seq LIMIT ${TAKEN_MAX} FOR UPDATE OF d`;

/**
 * Decides about everything that waits for a member on a channel, in one transaction with what `send` queues for those
 * that are due now, which are "sending" from then on. What is too early waits on, and is looked at again in time.
 */
export async function takeDue(
  userId: string,
  channel: OuterChannel,
  send: (tx: Db, profile: Profile, due: NotificationRow[]) => Promise<void>,
): Promise<void> {
  const now = new Date();
  await db().$transaction(async (tx) => {
    const query = queryIn(tx);
    const profile = (await readProfiles(query, [userId])).get(userId);
    const waiting = await query<Waiting>("notifications.waiting", WAITING, [userId, channel]);
    if (!profile || waiting.length === 0) return;
    // One that is due takes along what was to follow within the minute.
    const isRipe = waiting.some(({ until, waitReason }) => waitReason === "soon" && until <= now);
    const judged = waiting.map((row) => {
      const isDue = row.until <= now || (isRipe && row.waitReason === "soon");
      return { row, verdict: judge(row, profile, channel, isDue, now) };
    });
    for (const { row, verdict } of judged) await note(tx, [row.id], channel, "waiting", verdict);
    const due = judged.filter(({ verdict }) => verdict.state === "sending").map(({ row }) => row);
    if (due.length > 0) await send(tx, profile, due);
    const later = judged.flatMap(({ verdict: { state, until } }) => (state === "waiting" && until ? [until] : []));
    const again = waiting.length === TAKEN_MAX ? [now, ...later] : later;
    await queueDeliveries(
      query,
      again.map((until) => ({ user_id: userId, channel, until })),
      now,
    );
  });
}

function judge(row: Waiting, profile: Profile, channel: OuterChannel, isDue: boolean, now: Date): Verdict {
  const type = NotificationType.parse(row.type);
  if (!profile.isActive) return { state: "dropped", reason: "deactivated" };
  if (row.readAt) return { state: "dropped", reason: "read" };
  if (row.expiresAt && row.expiresAt <= now) return { state: "dropped", reason: "expired" };
  if (!wants(profile, type, channel)) return { state: "dropped", reason: "preference" };
  if (channel === "push" && profile.browsers === 0) return { state: "dropped", reason: "no_browser" };
  if (!isDue) return { state: "waiting", reason: row.waitReason, until: row.until };
  const quiet = isUrgent(type) ? undefined : quietUntil(now, profile);
  return quiet ? { state: "waiting", reason: "quiet_hours", until: quiet } : { state: "sending" };
}

/** Writes down what became of these notifications on a channel, of those whose delivery is in the state `from`. */
export async function note(
  tx: Db,
  ids: string[],
  channel: OuterChannel,
  from: Verdict["state"],
  { state, reason = "", until }: Verdict,
): Promise<void> {
  await tx.notificationDelivery.updateMany({
    where: { notificationId: { in: ids }, channel, state: from },
    data: { state, reason: reason.slice(0, 300), until: until ?? null, updatedAt: new Date() },
  });
}
