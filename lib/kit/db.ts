import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/prisma/generated/client";
import { AWAY_CODE, breakConnections, noteBroken, openSocket } from "./db-sockets";
import { env } from "./env";
import { log } from "./log";
import { forget, remember, rememberAs } from "./remember";

export type { Prisma } from "@/prisma/generated/client";

/** A client or a transaction: what a store function works on. */
export type Db = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction">;

/**
 * Limits of every session, in milliseconds: for one statement, for waiting for a lock, and for a transaction whose process
 * says nothing more, as one that was paused while it holds what others wait for.
 */
const LIMITS = { statement_timeout: 30_000, lock_timeout: 15_000, idle_in_transaction_session_timeout: 10_000 };

// Prisma's adapter takes every time it reads for UTC, whatever the session's zone is.
// A hot statement's plan is kept: one that reads a whole table, made while that was small, must never be.
// Nor may it be weighed against planning anew: that takes longer than storing a message does, and wins for arrays.
const SESSION = { timezone: "UTC", enable_seqscan: "off", plan_cache_mode: "force_generic_plan", ...LIMITS };

/** How long a connection may go without a word before it is asked whether it still is one, in milliseconds. */
const KEEP_ALIVE_MS = 10_000;
/** How long statements under way may take when the pool is closed, in milliseconds. */
const CLOSE_MS = 3_000;

/** The one pool of connections of this process (DATABASE_POOL_SIZE), shared by Prisma and by hot statements. */
export const pool = (): pg.Pool =>
  remember("pool", () => {
    const made = new pg.Pool({
      connectionString: env().DATABASE_URL,
      max: env().DATABASE_POOL_SIZE,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      application_name: "throng",
      options: Object.entries(SESSION)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(" "),
      stream: openSocket,
    });
    // A connection lost while it is lent out fails its query; without a listener it would end the process too.
    made.on("connect", (client) => client.on("error", noteBroken));
    // The error carries the whole client: only its words are logged.
    made.on("error", (error) => {
      if (!made.ending) log().warn({ reason: error.message }, "an idle database connection was lost");
    });
    return made;
  });

/** The Prisma client of this process, with what only units of work (transact.ts) and the end of it use. */
export const prisma = (): PrismaClient => remember("db", () => new PrismaClient({ adapter: new PrismaPg(pool()) }));

/** The Prisma client of this process. What must happen together goes through `transact`. */
export const db = (): Db => prisma();

/** Runs a named prepared statement: `hotQuery`, or `query` of a transaction (transact.ts). `T` must be what the statement selects. */
export type Query = <T extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => Promise<T[]>;

/**
 * Runs a hot statement as a named prepared statement on the pool: one round trip, planned once a connection.
 * Everything that is not on a hot path goes through `db()`.
 */
export const hotQuery: Query = (name, text, values) => runNamed(pool(), name, text, values);

/** A transaction in which nothing is said is limited all the same: its process may have been paused, and hold what others need. */
const UNLIMITED = "SELECT set_config('statement_timeout', '0', $1), set_config('lock_timeout', '0', $1)";

/** Lets the rest of a transaction take as long as it needs: for work that nobody waits for. */
export async function takeTime(tx: pg.ClientBase | Query): Promise<void> {
  if (typeof tx === "function") await tx("db.takeTime", UNLIMITED, [true]);
  else await tx.query(UNLIMITED, [true]);
}

/** Lends a connection whose statements, outside a transaction, may take as long as they need. */
export async function withoutLimits<T>(run: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  try {
    await client.query(UNLIMITED, [false]);
    return await run(client);
  } finally {
    // Nobody else gets it: its limits are gone.
    client.release(true);
  }
}

/** Runs a named prepared statement on the pool, or on a connection of it that is lent out. */
export async function runNamed<T extends pg.QueryResultRow>(
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

/** Closes client and pool. What is under way has three seconds: a database that hangs must not keep anyone. */
export async function closeDatabase(): Promise<void> {
  const timer = setTimeout(breakConnections, CLOSE_MS);
  try {
    await prisma().$disconnect();
    await pool().end();
  } finally {
    clearTimeout(timer);
    forget("db");
    forget("pool");
  }
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

const DOWN_CODES = new Set([
  AWAY_CODE,
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "EPIPE", "ETIMEDOUT", "ENOENT", "EADDRNOTAVAIL"],
  ...["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN"],
  // Prisma: can't reach, timed out, closed by the server, no connection free in time, write conflict, too many connections.
  ...["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2034", "P2037"],
]);

/**
 * SQLSTATE: connection exceptions (08), no disk, memory or connection left (53), stopped by an operator, a limit or a shutdown (57),
 * a failing disk (58); only reading, as after a failover (25006), a transaction left open too long (25P03), deadlocks
 * (40001, 40P01), and a lock that did not come free in time (55P03).
 */
const DOWN_STATES = /^(08...|53...|57...|58...|25006|25P03|40001|40P01|55P03)$/;

const DOWN_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed/;

/** PostgreSQL's SQLSTATE, whether it comes from pg or through Prisma; undefined when `error` is none of PostgreSQL's. */
export function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, severity, originalCode, meta, cause } = error as Record<string, unknown>;
  if (typeof originalCode === "string") return originalCode;
  if (typeof code === "string" && typeof severity === "string") return code;
  const inner = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError ?? cause;
  return sqlStateOf(inner);
}

/**
 * True when `error` says that PostgreSQL can't be reached or can't work at the moment, rather than that a statement was
 * wrong: the same may succeed later.
 */
export function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && DOWN_CODES.has(String(error.code))) return true;
  return DOWN_STATES.test(sqlStateOf(error) ?? "") || DOWN_WORDS.test(error.message) || isDatabaseDown(error.cause);
}

/** True when `error` says that no database can hold these values: bad data (SQLSTATE 22) or a broken constraint (23). */
export const isUnstorable = (error: unknown): boolean => /^2[23]/.test(sqlStateOf(error) ?? "");
