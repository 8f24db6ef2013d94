import { db, type Prisma } from "@/lib/kit/db";

export const insertViolations = (data: Prisma.RateViolationCreateManyInput[]) =>
  db().rateViolation.createMany({ data });

export const findViolations = (take: number, rateLimit?: string, before?: string) =>
  db().rateViolation.findMany({ where: { rateLimit, id: { lt: before } }, orderBy: { id: "desc" }, take });

type OffenderRow = { rateLimit: string; key: string; userId: string | null; refusals: number; lastAt: Date };

/** How many of the newest refusals are added up at most, so that a flood of them does not make the list slow. */
const ADDED_UP_MAX = 50_000;

/** Who was refused most since `since`, of the newest refusals. */
export const topOffenders = (since: Date, take: number): Promise<OffenderRow[]> =>
  db().$queryRaw<OffenderRow[]>`
    SELECT rate_limit AS "rateLimit", key, max(user_id::text) AS "userId", sum(count)::int AS refusals, max(created_at) AS "lastAt"
    FROM (
      SELECT * FROM rate_violations WHERE created_at > ${since} AND NOT shadow
      ORDER BY created_at DESC LIMIT ${ADDED_UP_MAX}
    ) AS newest
    GROUP BY rate_limit, key ORDER BY refusals DESC, key LIMIT ${take}`;
