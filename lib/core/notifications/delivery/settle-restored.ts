import { SEND_ANNOUNCEMENT } from "@/lib/core/notifications/announcements/send-announcement";
import { announcementKey, RECALL_ANNOUNCEMENT } from "@/lib/core/notifications/announcements/take-back-announcement";
import type { Query } from "@/lib/kit/db";
import { queueJobs } from "@/lib/kit/jobs";

const DROP = `
  UPDATE notification_deliveries SET state = 'dropped', reason = 'restored', until = NULL, browsers = '{}', failure = '',
    updated_at = now()
  WHERE state IN ('waiting', 'sending', 'queued')`;

const UNFINISHED = `
  SELECT id, recalling, scheduled_at AS "scheduledAt" FROM announcements
  WHERE recalling OR (state = 'scheduled' AND scheduled_at > now()) ORDER BY id`;

type Unfinished = { id: string; recalling: boolean; scheduledAt: Date | null };

/**
 * Settles what a restored database holds as on its way, in the transaction of `query`: its jobs are gone. Mail and push
 * messages may have gone out since and are dropped; recalls go on, and what was scheduled for a time to come stays so.
 */
export async function settleRestored(query: Query): Promise<void> {
  await query("notifications.dropRestored", DROP, []);
  const now = new Date();
  const jobs = (await query<Unfinished>("announcements.unfinished", UNFINISHED, [])).map((one) => ({
    recalling: one.recalling,
    job: {
      payload: { announcementId: one.id },
      runAt: (!one.recalling && one.scheduledAt) || now,
      key: announcementKey(one.id),
    },
  }));
  const jobsOf = (recalling: boolean) => jobs.flatMap((one) => (one.recalling === recalling ? [one.job] : []));
  await queueJobs(query, RECALL_ANNOUNCEMENT, jobsOf(true));
  await queueJobs(query, SEND_ANNOUNCEMENT, jobsOf(false));
}
