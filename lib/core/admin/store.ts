import { hotQuery } from "@/lib/kit/db";

type Figures = { total: number; day: number; week: number; month: number; sessions: number };

/** Counts of accounts and of living sessions. */
export async function accountFigures(): Promise<Figures> {
  const [row] = await hotQuery<Figures>(
    "account-figures",
    `SELECT count(*)::int AS total,
            (count(*) FILTER (WHERE last_seen_at > now() - interval '1 day'))::int AS day,
            (count(*) FILTER (WHERE last_seen_at > now() - interval '7 days'))::int AS week,
            (count(*) FILTER (WHERE last_seen_at > now() - interval '30 days'))::int AS month,
            (SELECT count(*)::int FROM sessions WHERE ended_at IS NULL AND expires_at > now()) AS sessions
       FROM users`,
    [],
  );
  return row ?? { total: 0, day: 0, week: 0, month: 0, sessions: 0 };
}
