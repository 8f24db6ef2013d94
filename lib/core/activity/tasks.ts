import { dropPartitions, makePartitions } from "@/lib/core/engine/activity/partitions";
import { KEPT_MS } from "@/lib/core/engine/activity/store";
import { inBatches } from "@/lib/core/tasks/in-batches";
import type { Task } from "@/lib/core/tasks/task";
import { db } from "@/lib/kit/db";

const DAY = 86_400_000;
/** How long what was rolled up of activity is kept, in milliseconds. */
const ROLLED_MS = 400 * DAY;
/** Weeks for which partitions are made ahead. */
const AHEAD = 3;

/** Makes the partitions of the coming weeks, and lets go of what is too old. */
export const retainActivity: Task = {
  name: "activity.keep",
  label: "Make partitions for activity and remove what is older than 90 days",
  crontab: "20 3 * * *",
  async run(_ctx, signal) {
    const made = await makePartitions([new Date()], AHEAD);
    const dropped = await dropPartitions(new Date(Date.now() - KEPT_MS), signal);
    const removed = await removeRolledUp(new Date(Date.now() - ROLLED_MS), signal);
    return `${made.length} weeks made, ${dropped} dropped, ${removed} rolled-up rows removed`;
  },
};

async function removeRolledUp(before: Date, signal: AbortSignal): Promise<number> {
  let removed = await inBatches(
    signal,
    async (limit) => (await db().memberDay.deleteMany({ where: { day: { lt: before } }, limit })).count,
  );
  for (const table of ["activity_quarters", "presence_quarters"]) {
    removed += await inBatches(signal, (limit) =>
      db().$executeRawUnsafe(
        `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${table} WHERE quarter < $1 ORDER BY quarter LIMIT ${limit}))`,
        before,
      ),
    );
  }
  return removed;
}
