import { db } from "@/lib/kit/db";
import { deleteFailedJobs } from "@/lib/kit/jobs";
import { inBatches } from "./in-batches";
import type { Task } from "./task";
import { deleteRunsBefore } from "./task-store";

const DAY = 24 * 3_600_000;
/** How long what nobody asks for any more is kept, in days. */
const KEPT = { usedTokens: 7, signInFailures: 7, failedJobs: 7, violations: 30, liftedBlocks: 90, taskRuns: 30 };

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY);

type Remove = (limit: number) => Promise<number | { count: number }>;

/** What has served its time, table by table. */
const removals = (): Remove[] => {
  const [tokens, blocks] = [daysAgo(KEPT.usedTokens), daysAgo(KEPT.liftedBlocks)];
  return [
    (limit) =>
      db().oneTimeToken.deleteMany({
        where: { OR: [{ usedAt: { lt: tokens } }, { expiresAt: { lt: tokens } }] },
        limit,
      }),
    (limit) => db().signInFailure.deleteMany({ where: { since: { lt: daysAgo(KEPT.signInFailures) } }, limit }),
    (limit) => db().rateViolation.deleteMany({ where: { createdAt: { lt: daysAgo(KEPT.violations) } }, limit }),
    (limit) => db().policyOverride.deleteMany({ where: { expiresAt: { lt: new Date() } }, limit }),
    (limit) =>
      db().addressBlock.deleteMany({
        where: { OR: [{ liftedAt: { lt: blocks } }, { expiresAt: { lt: blocks } }] },
        limit,
      }),
    (limit) => deleteRunsBefore(db(), daysAgo(KEPT.taskRuns), limit),
    // Their payloads hold addresses and texts of mails that could not be sent.
    (limit) => deleteFailedJobs(daysAgo(KEPT.failedJobs), limit),
  ];
};

/** Deletes what has served its time: used links, old failures, violations, blocks, runs of tasks and jobs that were given up. */
export const dataCleanUp: Task = {
  name: "data.cleanUp",
  label: "Delete what has served its time",
  crontab: "20 3 * * *",
  async run(_ctx, signal) {
    let deleted = 0;
    for (const remove of removals()) {
      deleted += await inBatches(signal, async (limit) => {
        const removed = await remove(limit);
        return typeof removed === "number" ? removed : removed.count;
      });
    }
    return `${deleted} rows deleted`;
  },
};
