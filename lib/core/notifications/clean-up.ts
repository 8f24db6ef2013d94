import type { Task } from "@/lib/core/tasks/task";
import { db } from "@/lib/kit/db";

/** Rows of one statement, so that none holds the table for long. */
const BATCH = 2_000;

/** Deletes notifications that have expired, in batches. */
export const cleanUpNotifications: Task = {
  name: "notifications.cleanUp",
  label: "Expired notifications",
  crontab: "20 3 * * *",
  async run(_ctx, signal) {
    let deleted = 0;
    for (let last = BATCH; last === BATCH && !signal.aborted; deleted += last) last = await deleteBatch();
    return `${deleted} deleted`;
  },
};

const deleteBatch = (): Promise<number> =>
  db().$executeRaw`DELETE FROM notifications WHERE id IN (
    SELECT id FROM notifications WHERE expires_at < now() ORDER BY expires_at LIMIT ${BATCH}
  )`;
