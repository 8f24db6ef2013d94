import { db, type Query } from "@/lib/kit/db";

/** Days (UTC, as 2026-11-21) with activity that was not rolled up yet, oldest first. */
export async function changedDays(): Promise<string[]> {
  const rows = await db().$queryRaw<{ day: string }[]>`
    SELECT DISTINCT to_char(quarter AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM activity_changes ORDER BY day`;
  return rows.map(({ day }) => day);
}

/** The last day that has sums for the whole instance. */
export async function lastSummedDay(): Promise<string | undefined> {
  const row = await db().systemDay.findFirst({ orderBy: { day: "desc" }, select: { day: true } });
  return row?.day.toISOString().slice(0, 10);
}

/**
 * Takes the marks of a day's changed quarters away, and answers these quarters. Whoever writes into one of them meanwhile
 * waits and marks it anew.
 */
export async function takeChanges(query: Query, day: string): Promise<Date[]> {
  const rows = await query<{ quarter: Date }>("analytics.takeChanges", TAKE, [day]);
  return rows.map(({ quarter }) => quarter);
}
const TAKE = `
  WITH due AS (
    SELECT quarter FROM activity_changes
    WHERE quarter >= $1::timestamp AT TIME ZONE 'UTC' AND quarter < ($1::timestamp + interval '1 day') AT TIME ZONE 'UTC'
    ORDER BY quarter FOR UPDATE
  )
  DELETE FROM activity_changes c USING due WHERE c.quarter = due.quarter RETURNING c.quarter`;

/** Counts these quarters of an hour anew, from every row in them. */
export async function sumQuarters(query: Query, quarters: Date[]): Promise<void> {
  await query("analytics.clearQuarters", "DELETE FROM activity_quarters WHERE quarter = ANY($1::timestamptz[])", [
    quarters,
  ]);
  await query(
    "analytics.sumQuarters",
    `INSERT INTO activity_quarters (user_id, quarter, feature, action, count)
     SELECT a.user_id, q.quarter, a.feature, a.action, sum(a.count)::int
     FROM unnest($1::timestamptz[]) AS q (quarter)
     JOIN activity a ON a.at >= q.quarter AND a.at < q.quarter + interval '15 minutes'
     WHERE a.user_id IS NOT NULL GROUP BY 1, 2, 3, 4`,
    [quarters],
  );
}

/** Counts anew who was there on a day, and which features were used. */
export async function sumDay(query: Query, day: string): Promise<void> {
  await query("analytics.clearMembers", "DELETE FROM member_days WHERE day = $1::date", [day]);
  await query("analytics.sumMembers", MEMBERS, [day]);
  await query("analytics.clearFeatures", "DELETE FROM feature_days WHERE day = $1::date", [day]);
  await query("analytics.sumFeatures", FEATURES, [day]);
  await query("analytics.clearCohorts", "DELETE FROM cohort_weeks WHERE week = date_trunc('week', $1::date)::date", [
    day,
  ]);
  await query("analytics.sumCohorts", COHORTS, [day]);
}

const OF_DAY = `quarter >= $1::timestamp AT TIME ZONE 'UTC' AND quarter < ($1::timestamp + interval '1 day') AT TIME ZONE 'UTC'`;

// A failed sign-in at an account does not say that its owner was there.
const MEMBERS = `
  INSERT INTO member_days (day, user_id, minutes, uses)
  SELECT $1::date, user_id, sum(minutes)::int, sum(uses)::int FROM (
    SELECT user_id, bit_count(minutes::bit(15)) AS minutes, 0 AS uses FROM presence_quarters WHERE ${OF_DAY}
    UNION ALL
    SELECT user_id, 0, CASE WHEN action = 'use' THEN count ELSE 0 END
    FROM activity_quarters WHERE ${OF_DAY} AND action <> 'login_failed'
  ) AS parts GROUP BY user_id`;

const FEATURES = `
  INSERT INTO feature_days (day, feature, uses, members)
  SELECT $1::date, feature, sum(count)::int, count(DISTINCT user_id)::int
  FROM activity_quarters WHERE ${OF_DAY} AND action = 'use' GROUP BY feature`;

const COHORTS = `
  INSERT INTO cohort_weeks (cohort, week, active)
  SELECT date_trunc('week', u.created_at AT TIME ZONE 'UTC')::date, date_trunc('week', $1::date)::date,
    count(DISTINCT d.user_id)::int
  FROM member_days d JOIN users u ON u.id = d.user_id
  WHERE d.day >= date_trunc('week', $1::date)::date AND d.day < date_trunc('week', $1::date)::date + 7
  GROUP BY 1`;

/** Counts the whole instance anew for these days. */
export async function sumInstance(query: Query, from: string, to: string): Promise<void> {
  await query(
    "analytics.sumInstance",
    `INSERT INTO system_days AS s (day, active, week, month, minutes, uses)
     SELECT d.day,
       (SELECT count(*)::int FROM member_days m WHERE m.day = d.day),
       (SELECT count(DISTINCT user_id)::int FROM member_days m WHERE m.day > d.day - 7 AND m.day <= d.day),
       (SELECT count(DISTINCT user_id)::int FROM member_days m WHERE m.day > d.day - 30 AND m.day <= d.day),
       (SELECT coalesce(sum(minutes), 0)::int FROM member_days m WHERE m.day = d.day),
       (SELECT coalesce(sum(uses), 0)::int FROM member_days m WHERE m.day = d.day)
     FROM (SELECT g::date AS day FROM generate_series($1::date, $2::date, interval '1 day') AS g) AS d
     ON CONFLICT (day) DO UPDATE SET active = excluded.active, week = excluded.week, month = excluded.month,
       minutes = excluded.minutes, uses = excluded.uses`,
    [from, to],
  );
}
