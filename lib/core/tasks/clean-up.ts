import { db } from "@/lib/kit/db";
import type { Task } from "./task";
import { deleteRunsBefore } from "./task-store";

const DAY = 24 * 3_600_000;
/** How long what nobody asks for any more is kept, in days. */
const KEPT = { usedTokens: 7, signInFailures: 7, violations: 30, liftedBlocks: 90, taskRuns: 30 };

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY);

/** Deletes what has served its time: used links, old failures, violations, blocks and runs of tasks. */
export const dataCleanUp: Task = {
  name: "data.cleanUp",
  label: "Delete what has served its time",
  crontab: "20 3 * * *",
  async run() {
    const tokens = daysAgo(KEPT.usedTokens);
    const over = [
      await db().oneTimeToken.deleteMany({
        where: { OR: [{ usedAt: { lt: tokens } }, { expiresAt: { lt: tokens } }] },
      }),
      await db().signInFailure.deleteMany({ where: { since: { lt: daysAgo(KEPT.signInFailures) } } }),
      await db().rateViolation.deleteMany({ where: { createdAt: { lt: daysAgo(KEPT.violations) } } }),
      await db().policyOverride.deleteMany({ where: { expiresAt: { lt: new Date() } } }),
      await db().addressBlock.deleteMany({
        where: {
          OR: [{ liftedAt: { lt: daysAgo(KEPT.liftedBlocks) } }, { expiresAt: { lt: daysAgo(KEPT.liftedBlocks) } }],
        },
      }),
    ].reduce((sum, { count }) => sum + count, 0);
    return `${over + (await deleteRunsBefore(db(), daysAgo(KEPT.taskRuns)))} rows deleted`;
  },
};
