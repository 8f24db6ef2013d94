import { db } from "@/lib/kit/db";
import { extensionPoint } from "@/lib/kit/extension-point";
import { deleteFailedJobs } from "@/lib/kit/jobs";
import { inBatches } from "./in-batches";
import type { Task } from "./task";
import { deleteRunsBefore } from "./task-store";

const DAY = 24 * 3_600_000;
/** How long runs of tasks and jobs that were given up are kept, in days. */
const KEPT = { failedJobs: 7, taskRuns: 30 };

/** The moment `days` days ago. */
export const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY);

/** Deletes at most `limit` rows of a table that have served their time, and answers how many. */
export type Removal = (limit: number) => Promise<number | { count: number }>;

const OWN: Removal[] = [
  (limit) => deleteRunsBefore(db(), daysAgo(KEPT.taskRuns), limit),
  // Their payloads hold IPs and texts of mails that could not be sent.
  (limit) => deleteFailedJobs(daysAgo(KEPT.failedJobs), limit),
];

/** Where capabilities and features say what of theirs has served its time. */
export const removalPoint = extensionPoint<Removal>("removals", OWN);

/** Deletes what has served its time: used links, old failures, violations, blocks, runs of tasks and jobs that were given up. */
export const dataCleanUp: Task = {
  name: "data.cleanUp",
  label: "Delete what has served its time",
  crontab: "20 3 * * *",
  async run(_ctx, signal) {
    let deleted = 0;
    for (const remove of removalPoint.all()) {
      deleted += await inBatches(signal, async (limit) => {
        const removed = await remove(limit);
        return typeof removed === "number" ? removed : removed.count;
      });
    }
    return `${deleted} rows deleted`;
  },
};
