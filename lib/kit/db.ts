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
      // A hot statement's plan is kept: one that reads a whole table, made while that was small, must never be.
      // Nor may it be weighed against planning anew: that takes longer than storing a message does, and wins for arrays.
      options: "-c timezone=UTC -c enable_seqscan=off -c plan_cache_mode=force_generic_plan",
    });
    // A connection lost while it is lent out fails its query; without a listener it would end the process too.
    made.on("connect", (client) => client.on("error", () => undefined));
    // The error carries the whole client: only its words are logged.
    made.on("error", (error) => {
      if (!made.ending) log().warn({ reason: error.message }, "an idle database connection was lost");
    });
    return made;
  });

/** The Prisma client of this process. */
export const db = (): PrismaClient => remember("db", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));

/** Runs a named prepared statement: `hotQuery`, or its like inside a transaction. `T` must be what the statement selects. */
export type Query = <T extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => Promise<T[]>;

/**
 * Runs a hot statement as a named prepared statement on the pool: one round trip, planned once a connection.
 * Everything that is not on a hot path goes through `db()`.
 */
export const hotQuery: Query = (name, text, values) => runNamed(pool(), name, text, values);

/**
 * Runs hot statements in one transaction, without what Prisma's costs (about 5 ms of CPU). Whatever `run` throws takes
 * everything back.
 */
export async function hotTransaction<T>(run: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await run((name, text, values) => runNamed(client, name, text, values));
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((cause: unknown) => {
      broken = cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** The way into a transaction of Prisma's for code that speaks in statements. */
export const queryIn =
  (tx: Db): Query =>
  (_name, text, values) =>
    tx.$queryRawUnsafe(text, ...values);

async function runNamed<T extends pg.QueryResultRow>(
  on: pg.Pool | pg.PoolClient,
  name: string,
  text: string,
  values: unknown[],
): Promise<T[]> {
  const result = await on.query<T>({ name, text, values });
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
  // Prisma: can't reach, timed out, closed by the server, no connection free in time.
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"],
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
