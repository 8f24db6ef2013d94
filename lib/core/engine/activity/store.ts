import { type Db, db, hotQuery, type Query } from "@/lib/kit/db";
import { makePartitions } from "./partitions";

export type ActivityRow = {
  id: string;
  at: Date;
  userId: string | null;
  action: string;
  feature: string;
  count: number;
  ip: string;
  details: Record<string, unknown>;
};

/**
 * Writes rows, each once however often it is tried, and marks their quarters of an hour for the next roll-up. Of members
 * who left meanwhile nothing is written.
 */
export async function writeActivity(rows: ActivityRow[], query = hotQuery): Promise<void> {
  if (rows.length === 0) return;
  try {
    await insert(rows, query);
  } catch (error) {
    if (!lacksPartition(error)) throw error;
    await makePartitions(rows.map(({ at }) => at));
    await insert(rows, query);
  }
}

const insert = (rows: ActivityRow[], query: Query) =>
  query("activity.insert", INSERT, [
    rows.map(({ id }) => id),
    rows.map(({ at }) => at),
    rows.map(({ userId }) => userId),
    rows.map(({ action }) => action),
    rows.map(({ feature }) => feature),
    rows.map(({ count }) => count),
    rows.map(({ ip }) => ip),
    rows.map(({ details }) => JSON.stringify(details)),
  ]);

// A quarter's mark is written even when it is there: a roll-up that takes it away then waits for this statement's end.
const MARK = `INSERT INTO activity_changes (quarter)
  SELECT DISTINCT date_bin('15 minutes', at, 'epoch') AS quarter FROM known ORDER BY quarter
  ON CONFLICT (quarter) DO UPDATE SET quarter = excluded.quarter`;

const INSERT = `
  WITH rows AS (
    SELECT * FROM unnest($1::uuid[], $2::timestamptz(3)[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::text[],
      $8::jsonb[]) AS r (id, at, user_id, action, feature, count, ip, details)
  ),
  known AS (
    SELECT * FROM rows r WHERE user_id IS NULL OR EXISTS (SELECT FROM users u WHERE u.id = r.user_id)
  ),
  marked AS (${MARK})
  INSERT INTO activity (id, at, user_id, action, feature, count, ip, details) SELECT * FROM known
  ON CONFLICT DO NOTHING`;

/** PostgreSQL's words for a row whose week has no partition. */
const lacksPartition = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "23514" && /no partition/.test(error.message);

/** Notes the minutes in which members were there. The same minute may be noted often. */
export async function writeMinutes(noted: { userId: string; at: Date }[]): Promise<void> {
  if (noted.length === 0) return;
  await hotQuery("activity.minutes", MINUTES, [noted.map(({ userId }) => userId), noted.map(({ at }) => at)]);
}

const MINUTES = `
  WITH known AS (
    SELECT r.user_id, r.at FROM unnest($1::uuid[], $2::timestamptz(3)[]) AS r (user_id, at)
    WHERE EXISTS (SELECT FROM users u WHERE u.id = r.user_id)
  ),
  marked AS (${MARK})
  INSERT INTO presence_quarters AS p (user_id, quarter, minutes)
  SELECT user_id, date_bin('15 minutes', at, 'epoch') AS quarter,
    bit_or(1 << (extract(epoch FROM at)::bigint / 60 % 15)::int) FROM known GROUP BY 1, 2 ORDER BY 1, 2
  ON CONFLICT (user_id, quarter) DO UPDATE SET minutes = p.minutes | excluded.minutes`;

/** Takes away what is kept of a member's doings, inside the transaction that deletes the account. Sums without names stay. */
export async function forgetActivity(tx: Db, userId: string): Promise<void> {
  await tx.activity.deleteMany({ where: { userId } });
  await tx.activityQuarter.deleteMany({ where: { userId } });
  await tx.presenceQuarter.deleteMany({ where: { userId } });
  await tx.memberDay.deleteMany({ where: { userId } });
}

export type Position = { at: Date; id: string };
export type ActivityFilter = { userId?: string; feature?: string; action?: string; from?: Date; to?: Date };

/** How long a row of activity is shown, in milliseconds; it is dropped with the week that holds it. */
export const KEPT_MS = 90 * 86_400_000;

/** Rows of the last 90 days newest first, after `after` in that order. */
export const findActivity = (
  { userId, feature, action, from, to }: ActivityFilter,
  take: number,
  after?: Position,
): Promise<ActivityRow[]> =>
  db().activity.findMany({
    where: {
      ...{ userId, feature, action, at: { gte: notBefore(from), lt: to, lte: after?.at } },
      ...(after && { OR: [{ at: { lt: after.at } }, { id: { lt: after.id } }] }),
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
  }) as Promise<ActivityRow[]>;

function notBefore(from: Date | undefined): Date {
  const oldest = new Date(Date.now() - KEPT_MS);
  return from && from > oldest ? from : oldest;
}
