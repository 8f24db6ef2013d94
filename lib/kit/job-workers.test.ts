import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { db } from "./db";
import { env } from "./env";
import { type Job, queueJob, runJobs, type Scheduled } from "./jobs";
import { testDatabase } from "./testing/database";

testDatabase();

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const HOUR = 3_600_000;

/** A crontab whose last time was `minutes` ago. */
function dueBefore(minutes: number): { crontab: string; at: Date } {
  const at = new Date(Math.floor((Date.now() - minutes * 60_000) / 60_000) * 60_000);
  return { crontab: `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`, at };
}

const scheduled = (name: string, crontab: string): Scheduled => ({ name, crontab, job: "note", payload: { name } });

/** As if the clock had last been looked at at `time`. */
const lookedAt = (name: string, time: Date) =>
  db().$executeRaw`
    INSERT INTO graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    VALUES (${name}, ${time}, ${time})`;

const settled = () =>
  expect
    .poll(async () => (await db().$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker._private_jobs`).length, {
      timeout: 20_000,
    })
    .toBe(0);

test("makes up for a due time that was missed, once, however many processes look", async () => {
  const { crontab, at } = dueBefore(5);
  await lookedAt("daily", new Date(at.getTime() - HOUR));
  const runs: unknown[] = [];
  const note: Job = async (payload) => void runs.push(payload);
  const open = () => runJobs({ note }, [scheduled("daily", crontab)]);
  stops.push(...(await Promise.all([open(), open(), open()])));
  await expect.poll(() => runs.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await settled();
  expect(runs).toEqual([{ name: "daily", _cron: { ts: at.toISOString(), backfilled: true } }]);
});

test("runs nothing twice when the clock is set back, and one of many that were missed", async () => {
  const { crontab, at } = dueBefore(5);
  await lookedAt("set-back", new Date(at.getTime() + HOUR));
  await lookedAt("missed", new Date(Date.now() - 10 * HOUR));
  const runs: string[] = [];
  const note: Job = async (payload) => void runs.push((payload as { name: string }).name);
  const often = scheduled("missed", "0 * * * *");
  stops.push(await runJobs({ note }, [scheduled("set-back", crontab), often]));
  await expect.poll(() => runs.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await settled();
  expect(runs).not.toContain("set-back");
  expect(runs.length).toBeLessThan(10);
});

/** A process of its own that takes a job up, says so, and never ends it. */
function startHanging(): ChildProcess {
  const code = `
    import { runJobs } from "./lib/kit/jobs.ts";
    await runJobs({ hang: async () => { process.stdout.write("taken"); await new Promise(() => {}); } });
  `;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code], {
    env: { ...process.env, DATABASE_URL: env().DATABASE_URL },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** As if half a minute and more had passed since anything was heard of anybody. */
async function passHalfAMinute(): Promise<void> {
  await db().$executeRaw`UPDATE workers SET seen_at = seen_at - interval '31 seconds'`;
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '31 seconds'`;
}

test("takes a job up again whose process was killed in the middle of it", async () => {
  const child = startHanging();
  stops.push(() => child.kill("SIGKILL"));
  await queueJob(db(), "hang", { number: 1 }, { queue: "one line" });
  if (child.stdout) await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const tries: number[] = [];
  stops.push(await runJobs({ hang: async (_payload, { number }) => void tries.push(number) }));
  await passHalfAMinute();
  await expect.poll(() => tries, { timeout: 30_000 }).toEqual([2]);
}, 60_000);

test("leaves a job with a worker that is alive, however long it takes", async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let taken = 0;
  const slow: Job = async () => {
    taken++;
    await finished;
  };
  await queueJob(db(), "slow", {});
  stops.push(await runJobs({ slow }));
  await expect.poll(() => taken, { timeout: 20_000 }).toBe(1);
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '10 minutes'`;
  stops.push(await runJobs({ slow }));
  await db().$executeRaw`SELECT pg_sleep(6)::text`;
  expect(taken).toBe(1);
  finish();
});
