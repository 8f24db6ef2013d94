import { db } from "@/lib/kit/db";

const spanOf = (span: string[]) => ({ gte: new Date(span[0] ?? 0), lte: new Date(span.at(-1) ?? 0) });

export const systemDays = (span: string[]) => db().systemDay.findMany({ where: { day: spanOf(span) } });

/** Members who were there on a day, and in the 7 and 30 days that end with it, from what is rolled up by member. */
export async function countActive(day: string): Promise<{ active: number; week: number; month: number }> {
  const [row] = await db().$queryRaw<{ active: number; week: number; month: number }[]>`
    SELECT count(DISTINCT user_id) FILTER (WHERE day = ${day}::date)::int AS active,
      count(DISTINCT user_id) FILTER (WHERE day > ${day}::date - 7)::int AS week,
      count(DISTINCT user_id)::int AS month
    FROM member_days WHERE day > ${day}::date - 30 AND day <= ${day}::date`;
  return row ?? { active: 0, week: 0, month: 0 };
}

export const featureDays = (span: string[]) => db().featureDay.findMany({ where: { day: spanOf(span) } });

export const cohortWeeks = (from: string) => db().cohortWeek.findMany({ where: { cohort: { gte: new Date(from) } } });

/** How many members joined in each week (Mondays, UTC) since `from`; those who left are not among them. */
export const joined = (from: string): Promise<{ week: string; members: number }[]> =>
  db().$queryRaw`
    SELECT to_char(date_trunc('week', created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS week, count(*)::int AS members
    FROM users WHERE created_at >= ${new Date(from)}::timestamptz GROUP BY 1`;
