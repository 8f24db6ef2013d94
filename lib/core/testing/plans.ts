import { pool } from "@/lib/kit/db";

/** The hot statements that the one connection of a test has prepared, those whose names begin so. */
export async function preparedLike(...prefixes: string[]): Promise<{ name: string; statement: string }[]> {
  const { rows } = await pool().query<{ name: string; statement: string }>(
    "SELECT name, statement FROM pg_prepared_statements WHERE name LIKE ANY ($1)",
    [prefixes.map((prefix) => `${prefix}%`)],
  );
  return rows;
}

/** The index scans of a plan that serves any values, each with the columns that bound it. */
export async function scansOf(statement: string): Promise<string[]> {
  const { rows } = await pool().query<{ "QUERY PLAN": string }>(`EXPLAIN (GENERIC_PLAN, COSTS OFF) ${statement}`);
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  const scans = plan.matchAll(
    /(?:Index(?: Only)? Scan(?: Backward)? using|(?:Bitmap Index|Seq) Scan on) (\w+).*\n(?: *Index Cond: (.*))?/g,
  );
  return Array.from(scans, ([, name, bound]) => `${name} ${bound ?? "without bound"}`);
}
