import { daysAgo, type Removal } from "@/lib/core/tasks/clean-up";
import { db } from "@/lib/kit/db";

/** How long used links and failed sign-ins are kept, in days. */
const KEPT = { usedTokens: 7, signInFailures: 7 };

/** Links that were used or have expired, and old failures. */
export const accountRemovals: Removal[] = [
  (limit) => {
    const before = daysAgo(KEPT.usedTokens);
    const where = { OR: [{ usedAt: { lt: before } }, { expiresAt: { lt: before } }] };
    return db().oneTimeToken.deleteMany({ where, limit });
  },
  (limit) => db().signInFailure.deleteMany({ where: { since: { lt: daysAgo(KEPT.signInFailures) } }, limit }),
];
