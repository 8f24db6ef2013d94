// Begins first: it waits for silences to be noticed.
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, db, hotQuery, isDatabaseDown, pool, useDatabase } from "./db";
import { isAway, isDatabaseTroubled } from "./db-sockets";
import { startDatabaseWatch } from "./db-watch";
import { env, overrideEnv } from "./env";
import { runOnce, withDatabase } from "./schema-engine";
import { type ScratchServer, startScratchServer } from "./testing/scratch-server";
import { hotTransaction, transact } from "./transact";

let server: ScratchServer;
let unwatch: () => void;

beforeAll(async () => {
  server = await startScratchServer();
  await runOnce(server.url, "CREATE DATABASE watched");
  useDatabase(withDatabase(server.url, "watched"));
  unwatch = startDatabaseWatch();
});
afterAll(async () => {
  unwatch();
  await closeDatabase();
  await server.stop();
});

const one = () => hotQuery("one", "SELECT 1 AS one", []);
const failureOf = (task: Promise<unknown>) =>
  task.then(
    () => undefined,
    (error: unknown) => error,
  );

test("takes a database that hangs for away: who waits is told, and who comes is refused, until it goes on", async () => {
  expect(await Promise.all([one(), one(), one()])).toHaveLength(3);
  const resume = await server.pause();
  try {
    const waiting = await Promise.all(
      [one(), hotTransaction(({ query }) => query("one", "SELECT 1", [])), one(), db().$queryRaw`SELECT 1`].map(
        failureOf,
      ),
    );
    expect(waiting.map(isDatabaseDown)).toEqual([true, true, true, true]);
    await expect.poll(isAway).toBe(true);
    expect(isDatabaseTroubled()).toBe(true);
    const refused = await Promise.all(Array.from({ length: 30 }, () => failureOf(one())));
    for (const error of refused) expect(error).toMatchObject({ code: "DATABASE_AWAY" });
    expect(isDatabaseDown(await failureOf(db().$queryRaw`SELECT 1`))).toBe(true);
    expect(isDatabaseDown(await failureOf(transact((tx) => tx.$queryRaw`SELECT 1`)))).toBe(true);
  } finally {
    resume();
  }
  await expect.poll(isAway).toBe(false);
  expect(await one()).toEqual([{ one: 1 }]);
});

test("takes no database for away that only works long, or that has no connection left for the watch", async () => {
  await pool().query("SELECT pg_sleep(4)");
  expect(isAway()).toBe(false);
  const watches = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'throng-watch'";
  await pool().query("ALTER DATABASE watched CONNECTION LIMIT 0");
  await pool().query(watches);
  await pool().query("SELECT pg_sleep(4)");
  expect(isAway()).toBe(false);
  await pool().query("ALTER DATABASE watched CONNECTION LIMIT -1");
});

const watches = async () => {
  const { rows } = await pool().query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'throng-watch'",
  );
  return rows.map(({ pid }) => pid);
};

test("looks twice before it takes a database for away", async () => {
  await expect.poll(watches).toHaveLength(1);
  const { DATABASE_URL } = env();
  let looks = 0;
  const dead = createServer((socket) => {
    looks++;
    overrideEnv({ DATABASE_URL });
    socket.destroy();
  });
  await new Promise<void>((done) => dead.listen(0, "127.0.0.1", done));
  const { port } = dead.address() as AddressInfo;
  const pids = await watches();
  overrideEnv({ DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/watched` });
  try {
    await pool().query("SELECT pg_terminate_backend($1)", pids);
    await pool().query("SELECT pg_sleep(4)");
  } finally {
    overrideEnv({ DATABASE_URL });
    dead.close();
  }
  expect([looks, isAway()]).toEqual([1, false]);
});

test("takes no database for away that refuses the watch a connection, as after its password changed", async () => {
  await expect.poll(watches).toHaveLength(1);
  const { DATABASE_URL = "" } = env();
  const refused = new URL(DATABASE_URL);
  refused.username = "nobody";
  overrideEnv({ DATABASE_URL: refused.href });
  try {
    await pool().query("SELECT pg_terminate_backend($1)", await watches());
    await pool().query("SELECT pg_sleep(4)");
    expect(await watches()).toEqual([]);
  } finally {
    overrideEnv({ DATABASE_URL });
  }
  expect(isAway()).toBe(false);
  await expect.poll(watches).toHaveLength(1);
});

test("goes on after connections were ended, and knows that some were", async () => {
  const client = await pool().connect();
  const lost = new Promise((resolve) => client.once("error", resolve));
  await pool().query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await lost;
  client.release(true);
  expect(isDatabaseTroubled()).toBe(true);
  await expect.poll(() => one().catch(() => [])).toEqual([{ one: 1 }]);
});
