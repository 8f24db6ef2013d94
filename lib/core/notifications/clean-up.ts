import type { Task } from "@/lib/core/tasks/task";
import { hotQuery } from "@/lib/kit/db";
import { buryNotifications } from "./bury";

/** Rows of one statement, so that none holds the table for long. */
const BATCH = 2_000;
/** How long it is kept how a notification fared that is gone, in milliseconds. */
const KEPT_MS = 30 * 86_400_000;

/** Deletes notifications that have expired, and what was kept of those that went 30 days ago, in batches. */
export const cleanUpNotifications: Task = {
  name: "notifications.cleanUp",
  label: "Expired notifications",
  crontab: "20 3 * * *",
  async run(_ctx, signal) {
    const expired = await inBatches(signal, async () => (await buryNotifications(hotQuery, "expired", EXPIRED)).length);
    const before = new Date(Date.now() - KEPT_MS);
    const forgotten = await inBatches(signal, async () => {
      const [row] = await hotQuery<{ count: number }>("notifications.forget", FORGET, [before]);
      return row?.count ?? 0;
    });
    return `${expired} deleted, ${forgotten} records removed`;
  },
};

const EXPIRED = {
  ...{ name: "expired", where: "n.expires_at < now()", values: [], orderBy: "n.expires_at" },
  take: BATCH,
};

const FORGET = `
  WITH old AS (
    SELECT id FROM gone_notifications WHERE gone_at < $1::timestamptz ORDER BY gone_at LIMIT ${BATCH}
  ),
  fared AS (DELETE FROM notification_deliveries WHERE notification_id = ANY (ARRAY(SELECT id FROM old))),
  forgotten AS (DELETE FROM gone_notifications WHERE id = ANY (ARRAY(SELECT id FROM old)) RETURNING id)
  SELECT count(*)::int AS count FROM forgotten`;

/** Repeats a step until it finds nothing more, or is told to stop, and answers how many it took in all. */
async function inBatches(signal: AbortSignal, step: () => Promise<number>): Promise<number> {
  let done = 0;
  for (let last = 1; last > 0 && !signal.aborted; done += last) last = await step();
  return done;
}
