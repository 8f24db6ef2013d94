// Begins first: it waits for half a minute of silence, several times.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { db } from "./db";
import { env } from "./env";
import { freeDead } from "./job-workers";
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
    .poll(async () => (await db().$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker._private_jobs`).length)
    .toBe(0);

test("makes up for a due time that was missed, once, however many processes look", async () => {
  const { crontab, at } = dueBefore(5);
  await lookedAt("daily", new Date(at.getTime() - HOUR));
  const runs: unknown[] = [];
  const note: Job = async (payload) => void runs.push(payload);
  const open = () => runJobs({ note }, [scheduled("daily", crontab)]);
  stops.push(...(await Promise.all([open(), open(), open()])));
  await expect.poll(() => runs.length).toBeGreaterThan(0);
  await settled();
  expect(runs).toEqual([{ name: "daily", _cron: { ts: at.toISOString(), backfilled: true }, _crontab: crontab }]);
});

test("runs nothing twice when the clock is set back, and of many times that were missed the last one", {
  retry: 2,
}, async () => {
  const { crontab, at } = dueBefore(5);
  await lookedAt("set-back", new Date(at.getTime() + HOUR));
  await lookedAt("missed", new Date(Date.now() - 10 * HOUR));
  const runs: unknown[] = [];
  const note: Job = async (payload) => void runs.push(payload);
  const often = scheduled("missed", `${at.getUTCMinutes()} * * * *`);
  const open = () => runJobs({ note }, [scheduled("set-back", crontab), often]);
  stops.push(...(await Promise.all([open(), open()])));
  await expect.poll(() => runs.length).toBeGreaterThan(0);
  await settled();
  expect(runs).toMatchObject([{ name: "missed", _cron: { ts: at.toISOString() } }]);
});

test("leaves out a due time that was overtaken by the next, however late it comes", async () => {
  const { crontab, at } = dueBefore(5);
  const runs: unknown[] = [];
  const due = (ts: Date) => ({ _cron: { ts: ts.toISOString() }, _crontab: crontab });
  for (const days of [3, 2, 1, 0]) await queueJob(db(), "note", due(new Date(at.getTime() - days * 24 * HOUR)));
  stops.push(await runJobs({ note: async (payload) => void runs.push(payload) }));
  await settled();
  expect(runs).toEqual([due(at)]);
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

test("takes a job up again whose process was killed in the middle of it, and says so before it begins", async () => {
  const child = startHanging();
  stops.push(() => child.kill("SIGKILL"));
  await queueJob(db(), "hang", { number: 1 }, { queue: "one line" });
  if (child.stdout) await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  const happened: string[] = [];
  const hang: Job = async (_payload, { id, number }) => void happened.push(`${id} is tried, number ${number}`);
  const onCutShort = async (jobIds: string[]) => void happened.push(`${jobIds.join()} was cut short`);
  stops.push(await runJobs({ hang }, [], onCutShort));
  const [job] = await db().$queryRaw<{ id: string }[]>`SELECT id::text FROM graphile_worker._private_jobs`;
  const id = job?.id ?? "";
  await expect.poll(() => happened, { interval: 500 }).toEqual([`${id} was cut short`, `${id} is tried, number 2`]);
});

test("frees what a dead worker holds in one process only, however many notice it, and all of it or nothing", async () => {
  await db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  await queueJob(db(), "note", {});
  const [job] = await db().$queryRaw<{ id: string }[]>`
    UPDATE graphile_worker._private_jobs SET locked_by = 'dead', locked_at = now() - interval '5 minutes' RETURNING id::text`;
  const holders = () => db().$queryRaw`SELECT locked_by AS holder FROM graphile_worker._private_jobs`;
  await expect(freeDead(() => Promise.reject(new Error("not noted")))).rejects.toThrow("not noted");
  expect(await holders()).toEqual([{ holder: "dead" }]);
  const happened: string[][] = [];
  const note = async (ids: string[]) => void happened.push(ids);
  await freeDead(async (ids) => {
    await note(ids);
    await freeDead(note);
  });
  await freeDead(note);
  expect(happened).toEqual([[job?.id]]);
  expect(await holders()).toEqual([{ holder: null }]);
});

test("frees nobody who only could not say anything while the database was away", async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let taken = 0;
  const slow: Job = async () => {
    taken++;
    await finished;
  };
  let cut = 0;
  const open = () => runJobs({ slow }, [], async () => void cut++);
  stops.push(await open(), await open());
  // Each works on four at once: both have some.
  for (let n = 0; n < 8; n++) await queueJob(db(), "slow", {});
  await expect.poll(() => taken).toBe(8);
  // The table that beats go to is away for longer than it takes for somebody to be taken for dead.
  await db().$executeRaw`UPDATE workers SET seen_at = seen_at - interval '5 minutes'`;
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '5 minutes'`;
  await db().$executeRaw`ALTER TABLE workers RENAME TO workers_away`;
  await db().$executeRaw`SELECT pg_sleep(6)::text`;
  await db().$executeRaw`ALTER TABLE workers_away RENAME TO workers`;
  const seen = async () => {
    const rows = await db().$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM workers WHERE seen_at > clock_timestamp() - interval '10 seconds'`;
    return Number(rows[0]?.n);
  };
  await expect.poll(seen).toBe(2);
  await db().$executeRaw`SELECT pg_sleep(6)::text`;
  expect([taken, cut]).toEqual([8, 0]);
  finish();
});

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
  await expect.poll(() => taken).toBe(1);
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = locked_at - interval '10 minutes'`;
  stops.push(await runJobs({ slow }));
  await db().$executeRaw`SELECT pg_sleep(6)::text`;
  expect(taken).toBe(1);
  finish();
});
