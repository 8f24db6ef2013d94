// Begins first: it waits for a dead process to be noticed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

/** What the instance does by the clock, and how many due times of it may come while this test runs. */
const ROLL_UP = "analytics.rollUp";
const DAILY = ["data.cleanUp", "notifications.cleanUp", "activity.keep", "backup"];

const database = testDatabase();
const servers: RunningServer[] = [];

/** Makes a roll-up take as long as nobody wakes it, as one of a very busy day. */
async function slowDown(): Promise<void> {
  await db().$executeRaw`INSERT INTO activity_changes (quarter) VALUES (date_trunc('hour', now()))`;
  await db().$executeRawUnsafe(`CREATE FUNCTION doze() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(3600); RETURN NULL; END $$`);
  await db().$executeRawUnsafe(
    "CREATE TRIGGER doze BEFORE DELETE ON activity_changes FOR EACH STATEMENT EXECUTE FUNCTION doze()",
  );
}

async function wakeUp(): Promise<void> {
  await db().$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  await db().$executeRawUnsafe("DROP FUNCTION doze CASCADE");
}

/** As if the instance had been closed since the day before yesterday: everything is overdue. */
async function oversleep(): Promise<void> {
  for (const name of [ROLL_UP, ...DAILY]) {
    await db().$executeRaw`
      INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
      VALUES (${name}, now() - interval '30 days', now() - interval '2 days')`;
  }
}

const runsOf = (task: string) => db().taskRun.findMany({ where: { task }, orderBy: { id: "asc" } });
const endsOf = async (task: string) =>
  (await runsOf(task)).map(({ finishedAt, error }) => (finishedAt === null ? "running" : (error ?? "done")));

beforeAll(async () => {
  await slowDown();
  await oversleep();
  const env = { DATABASE_URL: database.url, RATE_LIMITS: WIDE_LIMITS, LOG_LEVEL: "debug" };
  servers.push(...(await Promise.all([runServer({ env }), runServer({ env })])));
});
afterAll(() => Promise.all(servers.map(({ kill9 }) => kill9())));

test("two processes run each due time once, and one takes up what the other was killed in the middle of", async () => {
  for (const task of DAILY) await expect.poll(() => endsOf(task)).toEqual(["done"]);
  await expect.poll(() => endsOf(ROLL_UP)).toEqual(["running"]);
  const [run] = await runsOf(ROLL_UP);
  const victim = servers.find(({ output }) => output().includes(`Found task ${run?.jobId} (`));
  expect(victim).toBeDefined();
  await victim?.kill9();
  await wakeUp();

  // After half a minute it is freed, noted as cut short, and taken up.
  const [cut, next] = ["The process ended in the middle of it.", "done"];
  await expect.poll(() => endsOf(ROLL_UP), { timeout: 120_000, interval: 500 }).toEqual([cut, next]);
  for (const task of DAILY) expect(await endsOf(task)).toEqual(["done"]);
});
