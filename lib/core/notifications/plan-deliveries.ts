import type { Query } from "@/lib/kit/db";
import { queueJobs } from "@/lib/kit/jobs";
import type { Profile } from "./profile";
import type { StoredRow } from "./row";
import { NotificationType } from "./schemas";
import { dueTime } from "./timing";

/** The job that sends what is due to a member over a channel. */
export const DELIVER_NOTICES = "deliver-notices";

export type OuterChannel = "email" | "push";
const OUTER: OuterChannel[] = ["email", "push"];

type Plan = { notification_id: string; user_id: string; channel: OuterChannel; until: Date; reason: string };

/** What was merged into one that waits goes with it; into one that had been sent already, it is sent anew. */
const PLAN = `
  INSERT INTO notification_deliveries AS d (notification_id, channel, user_id, state, reason, until, updated_at)
  SELECT notification_id, channel, user_id, 'waiting', reason, until, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb)
    AS t (notification_id uuid, channel text, user_id uuid, reason text, until timestamptz)
  ON CONFLICT (notification_id, channel) DO UPDATE
    SET state = 'waiting', updated_at = EXCLUDED.updated_at,
      until = CASE WHEN d.state = 'waiting' THEN least(d.until, EXCLUDED.until) ELSE EXCLUDED.until END,
      reason = CASE WHEN d.state = 'waiting' AND d.until <= EXCLUDED.until THEN d.reason ELSE EXCLUDED.reason END`;

/** Notes what waits for mail and push, and queues the jobs that send it, in the transaction of `query`. */
export async function planDeliveries(
  query: Query,
  rows: StoredRow[],
  profiles: Map<string, Profile>,
  now: Date,
): Promise<void> {
  const plans = rows.flatMap((row) => plansOf(row, profiles.get(row.userId), now));
  if (plans.length === 0) return;
  await query("notifications.plan", PLAN, [JSON.stringify(plans), now.toISOString()]);
  await queueDeliveries(query, plans, now);
}

function plansOf(row: StoredRow, profile: Profile | undefined, now: Date): Plan[] {
  if (!profile) return [];
  const type = NotificationType.parse(row.type);
  return OUTER.filter((channel) => row.skipped[channel] === undefined).map((channel) => ({
    ...{ notification_id: row.id, user_id: row.userId, channel },
    ...dueTime(now, channel, type, profile),
  }));
}

/** What is due within this time is collected by one job; what is held longer by another. In milliseconds. */
const SOON_MS = 2 * 60_000;

type Due = { user_id: string; channel: OuterChannel; until: Date };

/**
 * Queues one job a member and channel for what is due soon, and one for what is held, so that several become one mail.
 * A job that waits already keeps its earlier time; it queues itself again for what it finds too early.
 */
export async function queueDeliveries(query: Query, dues: Due[], now: Date): Promise<void> {
  const jobs = new Map<string, { payload: object; runAt: Date; key: string }>();
  for (const { user_id: userId, channel, until } of dues) {
    const when = until.getTime() - now.getTime() <= SOON_MS ? "soon" : "held";
    const key = `notices:${channel}:${userId}:${when}`;
    const known = jobs.get(key);
    if (!known || until < known.runAt) jobs.set(key, { payload: { userId, channel }, runAt: until, key });
  }
  await queueJobs(query, DELIVER_NOTICES, [...jobs.values()]);
}
