import type { Task } from "@/lib/core/tasks/task";
import { hotQuery } from "@/lib/kit/db";
import { type OuterChannel, queueDeliveries } from "./plan-deliveries";

/** So much later than it was due, something should have been looked at, in milliseconds. */
const LATE_MS = 5 * 60_000;
/** Members and channels of one statement. */
const BATCH = 1_000;

type Late = { user_id: string; channel: OuterChannel };

/** A job that failed for good stays in the table, without a try left; one that is tried again has its time. */
const LATE = `
  SELECT DISTINCT user_id, channel FROM notification_deliveries d
  WHERE state = 'waiting' AND until < $1::timestamptz AND NOT EXISTS (
    SELECT 1 FROM graphile_worker._private_jobs j
    WHERE j.attempts < j.max_attempts AND (j.attempts > 0 OR j.run_at <= now()) AND j.key = ANY (ARRAY[
      'notices:' || d.channel || ':' || d.user_id || ':soon', 'notices:' || d.channel || ':' || d.user_id || ':held'])
  )
  LIMIT ${BATCH}`;

/** Tries end within some hours: what is being sent for so long lost its job, in milliseconds. What
 * someone else has locked is not lost. */
const LOST_MS = 24 * 3_600_000;

const LOST = `
  UPDATE notification_deliveries SET state = 'waiting', reason = 'soon', until = updated_at
  WHERE (notification_id, channel) IN (
    SELECT notification_id, channel FROM notification_deliveries
    WHERE state = 'sending' AND updated_at < $1::timestamptz FOR UPDATE SKIP LOCKED
  )`;

/** Queues the jobs again that went lost, or were given up, for what is due. */
export const requeueDeliveries: Task = {
  name: "notifications.requeue",
  label: "Late mail and push messages",
  crontab: "*/5 * * * *",
  async run() {
    const now = new Date();
    await hotQuery("notifications.lost", LOST, [new Date(now.getTime() - LOST_MS)]);
    const late = await hotQuery<Late>("notifications.late", LATE, [new Date(now.getTime() - LATE_MS)]);
    await queueDeliveries(
      hotQuery,
      late.map((one) => ({ ...one, until: now })),
      now,
    );
    return `${late.length} queued again`;
  },
};
