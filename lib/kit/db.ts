import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import { env } from "./env";
import { log } from "./log";
import { forget, remember, rememberAs } from "./remember";

export type { Prisma } from "@/prisma/generated/client";

/** A client or a transaction: what a store function works on. */
export type Db = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction">;

/** The one pool of connections of this process (DATABASE_POOL_SIZE), shared by Prisma and by hot statements. */
export const pool = (): pg.Pool =>
  remember("pool", () => {
    const made = new pg.Pool({
      connectionString: env().DATABASE_URL,
      max: env().DATABASE_POOL_SIZE,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      application_name: "throng",
      // Prisma's adapter takes every time it reads for UTC, whatever the session's zone is.
      options: "-c timezone=UTC",
    });
    // The error carries the whole client: only its words are logged.
    made.on("error", (error) => {
      if (!made.ending) log().warn({ reason: error.message }, "an idle database connection was lost");
    });
    return made;
  });

/** The Prisma client of this process. */
export const db = (): PrismaClient => remember("db", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));

/**
 * Runs a hot statement as a named prepared statement on the pool: one round trip, planned once a connection.
 * `T` must be the shape the statement selects. Everything that is not on a hot path goes through `db()`.
 */
export async function hotQuery<T extends pg.QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<T[]> {
  const result = await pool().query<T>({ name, text, values });
  return result.rows;
}

/** True for a violated unique constraint, whether Prisma or PostgreSQL says so. */
export function isUniqueViolation(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "P2002" || code === "23505";
}

/** Points this process at the database `url` from now on: the start, once PostgreSQL is up, and tests. */
export function useDatabase(url: string): void {
  rememberAs("env", { ...env(), DATABASE_URL: url });
}

/** Closes client and pool. */
export async function closeDatabase(): Promise<void> {
  await db().$disconnect();
  await pool().end();
  forget("db");
  forget("pool");
}

/** True when `error` says that a text holds a character that PostgreSQL cannot store: U+0000. */
export function isUnstorableText(error: unknown): boolean {
  // SQLSTATE character_not_in_repertoire, and for JSON untranslatable_character; Prisma keeps it in the message.
  return (
    error instanceof Error &&
    (/invalid byte sequence for encoding|unsupported Unicode escape sequence/.test(error.message) ||
      isUnstorableText(error.cause))
  );
}

const CONNECTION_ERRORS = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND", "ETIMEDOUT", "ENOENT"],
  // SQLSTATE: connection exceptions, shutdowns and "too many connections".
  ...["08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "53300"],
  // Prisma: can't reach, timed out, closed by the server.
  ...["P1001", "P1002", "P1008", "P1017", "P2024"],
]);

/** True when `error` says that PostgreSQL can't be reached, rather than that a statement was wrong. */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  if (CONNECTION_ERRORS.has(code)) return true;
  if (
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  ) {
    return true;
  }
  return isDatabaseDown(error.cause);
}
