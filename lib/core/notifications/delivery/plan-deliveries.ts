import type { Profile } from "@/lib/core/notifications/preferences/profile";
import type { StoredRow } from "@/lib/core/notifications/row";
import type { Query } from "@/lib/kit/db";
import { queueJobs } from "@/lib/kit/jobs";
import { dueTime, type WaitReason } from "./timing";

/** The job that sends what is due to a member over a channel. */
export const DELIVER_NOTICES = "deliver-notices";

export type OuterChannel = "email" | "push";
export const OUTER: OuterChannel[] = ["email", "push"];

type Plan = { notification_id: string; user_id: string; channel: OuterChannel } & (
  | { state: "waiting"; until: Date; reason: WaitReason }
  | { state: "queued"; until: null; reason: "own_mail" }
);

/**
 * What was merged into one that waits goes with it; into one that was sent or is being sent, it is sent anew: the mail on
 * its way has no claim to it any more.
 */
const PLAN = `
  INSERT INTO notification_deliveries AS d (notification_id, channel, user_id, state, reason, until, updated_at)
  SELECT notification_id, channel, user_id, state, reason, until, $2::timestamptz
  FROM jsonb_to_recordset($1::jsonb)
    AS t (notification_id uuid, channel text, user_id uuid, state text, reason text, until timestamptz)
  ON CONFLICT (notification_id, channel) DO UPDATE
    SET state = EXCLUDED.state, updated_at = EXCLUDED.updated_at, browsers = '{}', mail_id = NULL, failure = '',
      until = CASE WHEN d.state = 'waiting' THEN least(d.until, EXCLUDED.until) ELSE EXCLUDED.until END,
      reason = CASE WHEN d.state = 'waiting' AND d.until <= EXCLUDED.until THEN d.reason ELSE EXCLUDED.reason END`;

/**
 * Notes what waits for mail and push, and queues the jobs that send it, in the transaction of `query`. A mail of its own
 * is queued by whoever writes it.
 */
export async function planDeliveries(
  query: Query,
  rows: StoredRow[],
  profiles: Map<string, Profile>,
  now: Date,
): Promise<void> {
  const plans = rows.flatMap((row) => plansOf(row, profiles.get(row.userId), now));
  if (plans.length === 0) return;
  await query("notifications.plan", PLAN, [JSON.stringify(plans), now.toISOString()]);
  await queueDeliveries(
    query,
    plans.flatMap((plan) => (plan.state === "waiting" ? [plan] : [])),
    now,
  );
}

function plansOf(row: StoredRow, profile: Profile | undefined, now: Date): Plan[] {
  if (!profile) return [];
  const { type } = row;
  return OUTER.flatMap((channel): Plan[] => {
    const delivery = { notification_id: row.id, user_id: row.userId, channel };
    const skip = row.skipped[channel];
    if (skip === "own_mail") return [{ ...delivery, state: "queued", until: null, reason: skip }];
    return skip ? [] : [{ ...delivery, state: "waiting", ...dueTime(now, channel, type, profile) }];
  });
}

/** What is due within this time is collected by one job; what is held longer by another. In milliseconds. */
const SOON_MS = 2 * 60_000;

/** The key of the job that sends what is due to a member over a channel. */
export const jobKey = (channel: OuterChannel, userId: string, when: "soon" | "held"): string =>
  `notices:${channel}:${userId}:${when}`;

type Due = { user_id: string; channel: OuterChannel; until: Date };

/**
 * Queues one job a member and channel for what is due soon, and one for what is held, so that several become one mail.
 * A job that waits already keeps its earlier time; it queues itself again for what it finds too early.
 */
export async function queueDeliveries(query: Query, dues: Due[], now: Date): Promise<void> {
  const jobs = new Map<string, { payload: object; runAt: Date; key: string }>();
  for (const { user_id: userId, channel, until } of dues) {
    const key = jobKey(channel, userId, until.getTime() - now.getTime() <= SOON_MS ? "soon" : "held");
    const known = jobs.get(key);
    if (!known || until < known.runAt) jobs.set(key, { payload: { userId, channel }, runAt: until, key });
  }
  await queueJobs(query, DELIVER_NOTICES, [...jobs.values()]);
}
