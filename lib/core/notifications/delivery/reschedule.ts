import { lockMember } from "@/lib/core/notifications/inbox/lock-member";
import { readProfiles } from "@/lib/core/notifications/preferences/profile";
import type { Query } from "@/lib/kit/db";
import { dropJob } from "@/lib/kit/jobs";
import { jobKey, OUTER, type OuterChannel, queueDeliveries } from "./plan-deliveries";
import { dueTime } from "./timing";

type Waiting = { notification_id: string; channel: OuterChannel; type: string };

const WAITING = `
  SELECT d.notification_id, d.channel, n.type FROM notification_deliveries d
  JOIN notifications n ON n.id = d.notification_id
  WHERE d.user_id = $1::uuid AND d.channel IN ('email', 'push') AND d.state = 'waiting' FOR UPDATE OF d`;

const MOVE = `
  UPDATE notification_deliveries d SET until = t.until, reason = t.reason
  FROM jsonb_to_recordset($1::jsonb) AS t (notification_id uuid, channel text, until timestamptz, reason text)
  WHERE d.notification_id = t.notification_id AND d.channel = t.channel`;

/** Gives what waits for a member the time at which it is sent by what they chose now. Call it in the transaction of the choice. */
export async function rescheduleDeliveries(query: Query, userId: string): Promise<void> {
  await lockMember(query, userId);
  const waiting = await query<Waiting>("notifications.waitingOf", WAITING, [userId]);
  const profile = (await readProfiles(query, [userId])).get(userId);
  if (!profile || waiting.length === 0) return;
  const now = new Date();
  const moved = waiting.map(({ notification_id, channel, type }) => ({
    ...{ notification_id, channel, user_id: userId },
    ...dueTime(now, channel, type, profile),
  }));
  await query("notifications.move", MOVE, [JSON.stringify(moved)]);
  // A job that waits keeps its time, so the old ones go first.
  for (const channel of OUTER) await dropJob(query, jobKey(channel, userId, "held"));
  await queueDeliveries(query, moved, now);
}
