import { db } from "@/lib/kit/db";

const spanOf = (span: string[]) => ({ gte: new Date(span[0] ?? 0), lte: new Date(span.at(-1) ?? 0) });

export const systemDays = (span: string[]) => db().systemDay.findMany({ where: { day: spanOf(span) } });

export const featureDays = (span: string[]) => db().featureDay.findMany({ where: { day: spanOf(span) } });

export const cohortWeeks = (from: string) => db().cohortWeek.findMany({ where: { cohort: { gte: new Date(from) } } });

/** How many members joined in each week (Mondays, UTC) since `from`; those who left are not among them. */
export const joined = (from: string): Promise<{ week: string; members: number }[]> =>
  db().$queryRaw`
    SELECT to_char(date_trunc('week', created_at AT TIME ZONE 'UTC'), 'YYYY-MM-DD') AS week, count(*)::int AS members
    FROM users WHERE created_at >= ${new Date(from)}::timestamptz GROUP BY 1`;
