import { hotQuery } from "@/lib/kit/db";

type Figures = { total: number; day: number; week: number; month: number; sessions: number };

/** Counts of accounts and of living sessions. The `online` members count as seen now: what they last did is written later. */
export async function accountFigures(online: string[]): Promise<Figures> {
  const [row] = await hotQuery<Figures>(
    "account-figures",
    `SELECT count(*)::int AS total,
            (count(*) FILTER (WHERE last_seen_at > now() - interval '1 day' OR id = ANY($1::uuid[])))::int AS day,
            (count(*) FILTER (WHERE last_seen_at > now() - interval '7 days' OR id = ANY($1::uuid[])))::int AS week,
            (count(*) FILTER (WHERE last_seen_at > now() - interval '30 days' OR id = ANY($1::uuid[])))::int AS month,
            (SELECT count(*)::int FROM sessions WHERE ended_at IS NULL AND expires_at > now()) AS sessions
       FROM users`,
    [online],
  );
  return row ?? { total: 0, day: 0, week: 0, month: 0, sessions: 0 };
}
