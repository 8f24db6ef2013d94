import { daysAgo, type Removal } from "@/lib/core/tasks/clean-up";
import { db } from "@/lib/kit/db";

/** How long blocks are kept that were lifted or have expired, in days. */
const KEPT_DAYS = 90;

export const blockRemovals: Removal[] = [
  (limit) => {
    const before = daysAgo(KEPT_DAYS);
    return db().ipBlock.deleteMany({
      where: { OR: [{ liftedAt: { lt: before } }, { expiresAt: { lt: before } }] },
      limit,
    });
  },
];
