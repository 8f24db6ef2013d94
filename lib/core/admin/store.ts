import { hotQuery } from "@/lib/kit/db";

type Figures = { total: number; sessions: number };

/** Counts of accounts and of living sessions. */
export async function accountFigures(): Promise<Figures> {
  const [row] = await hotQuery<Figures>(
    "account-figures",
    `SELECT count(*)::int AS total,
            (SELECT count(*)::int FROM sessions WHERE ended_at IS NULL AND expires_at > now()) AS sessions
       FROM users`,
    [],
  );
  return row ?? { total: 0, sessions: 0 };
}
