import { daysAgo, type Removal } from "@/lib/core/tasks/clean-up";
import { db } from "@/lib/kit/db";

/** How long violations are kept, in days. */
const KEPT_DAYS = 30;

/** Old violations, and overrides that have expired. */
export const rateLimitRemovals: Removal[] = [
  (limit) => db().rateViolation.deleteMany({ where: { createdAt: { lt: daysAgo(KEPT_DAYS) } }, limit }),
  (limit) => db().rateLimitOverride.deleteMany({ where: { expiresAt: { lt: new Date() } }, limit }),
];
