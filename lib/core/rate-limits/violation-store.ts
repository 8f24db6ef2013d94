import { db } from "@/lib/kit/db";

export const findViolations = (take: number, policy?: string, before?: string) =>
  db().rateViolation.findMany({ where: { policy, id: { lt: before } }, orderBy: { id: "desc" }, take });

type OffenderRow = { policy: string; key: string; userId: string | null; refusals: number; lastAt: Date };

export const topOffenders = (since: Date, take: number): Promise<OffenderRow[]> =>
  db().$queryRaw<OffenderRow[]>`
    SELECT policy, key, max(user_id::text) AS "userId", sum(count)::int AS refusals, max(created_at) AS "lastAt"
    FROM rate_violations WHERE created_at > ${since} AND NOT shadow
    GROUP BY policy, key ORDER BY refusals DESC, key LIMIT ${take}`;
