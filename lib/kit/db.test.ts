import { expect, test } from "vitest";
import { closeDatabase, db, isDatabaseDown, isUnstorable, pool, sqlStateOf, takeTime, withoutLimits } from "./db";
import { testDatabase } from "./testing/database";
import { hotTransaction, transact } from "./transact";

testDatabase();

test("reads times right from a server in another time zone", async () => {
  await pool().query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database()); END $$`,
  );
  await closeDatabase();
  await pool().query(
    `INSERT INTO one_time_tokens (hash, purpose, created_at) VALUES ('a', 'test', '2026-01-01T12:00:00Z')`,
  );
  const token = await db().oneTimeToken.findUniqueOrThrow({ where: { hash: "a" } });
  expect(token.createdAt.toISOString()).toBe("2026-01-01T12:00:00.000Z");
});

test("never plans to read a whole table where an index leads to the row, however small the table is", async () => {
  await pool().query("ANALYZE one_time_tokens");
  const { rows } = await pool().query("EXPLAIN SELECT * FROM one_time_tokens WHERE hash = 'one'");
  expect(JSON.stringify(rows)).toContain("one_time_tokens_pkey");
});

/** Everything thrown for a statement that ends with this SQLSTATE: by pg, by Prisma in both of its ways. */
async function failures(state: string): Promise<unknown[]> {
  const raise = `DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$`;
  const tasks = [pool().query(raise), db().$executeRawUnsafe(raise), transact((tx) => tx.$queryRawUnsafe(raise))];
  return (await Promise.allSettled(tasks)).map((result) => (result.status === "rejected" ? result.reason : undefined));
}

test.each(["08006", "53100", "53200", "53300", "57014", "57P01", "58030", "25006", "25P03", "40001", "40P01", "55P03"])(
  "takes SQLSTATE %s for a database that can't work now, through pg and through Prisma",
  async (state) => {
    for (const error of await failures(state)) {
      expect([sqlStateOf(error), isDatabaseDown(error), isUnstorable(error)]).toEqual([state, true, false]);
    }
  },
);

test.each(["22001", "22021", "22P05", "23502", "23505", "23514"])(
  "takes SQLSTATE %s for values that no database can hold",
  async (state) => {
    for (const error of await failures(state))
      expect([isDatabaseDown(error), isUnstorable(error)]).toEqual([false, true]);
  },
);

test("takes a wrong statement for neither, and a network that leads nowhere for a database that is away", async () => {
  for (const error of await failures("42P01"))
    expect([isDatabaseDown(error), isUnstorable(error)]).toEqual([false, false]);
  for (const code of ["EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ECONNREFUSED"]) {
    expect(isDatabaseDown(new Error("no", { cause: Object.assign(new Error("no"), { code }) }))).toBe(true);
  }
  expect(isDatabaseDown(new TypeError("no"))).toBe(false);
});

const limitsOf = async (query: (text: string) => Promise<{ rows: unknown[] }>) => {
  const names = "('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')";
  const { rows } = await query(`SELECT setting FROM pg_settings WHERE name IN ${names} ORDER BY name`);
  return (rows as { setting: string }[]).map(({ setting }) => Number(setting));
};

test("limits statements, waits and silent transactions, but not work that says it takes long", async () => {
  const usual = () => limitsOf((text) => pool().query(text));
  const limits = await usual();
  expect(limits.every((limit) => limit > 0)).toBe(true);
  // By name: of silence in a transaction, of waiting for a lock, of a statement.
  const lifted = [limits[0], 0, 0];
  expect(await withoutLimits((client) => limitsOf((text) => client.query(text)))).toEqual(lifted);
  const inside = await hotTransaction(async ({ query }) => {
    await takeTime(query);
    return limitsOf(async (text) => ({ rows: await query("test.limits", text, []) }));
  });
  expect(inside).toEqual(lifted);
  expect(await usual()).toEqual(limits);
});

test("lets go of what a transaction holds whose process says nothing more", async () => {
  const held = await pool().connect();
  const lost = new Promise((resolve) => held.once("error", resolve));
  await held.query("SET idle_in_transaction_session_timeout = 200");
  await held.query("BEGIN");
  await held.query("SELECT position FROM audit_head FOR UPDATE");
  expect(isDatabaseDown(await lost)).toBe(true);
  held.release(true);
  await pool().query("SELECT position FROM audit_head FOR UPDATE");
});
