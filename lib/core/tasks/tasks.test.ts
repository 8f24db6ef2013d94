import "@/lib/core/testing/installed";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anonymous, makeContext, systemContext } from "@/lib/core/context";
import { sessionsEnded } from "@/lib/core/engine/sessions/publish-ended";
import { sessionCleanUp } from "@/lib/core/sessions/clean-up";
import { makeAccount } from "@/lib/core/testing/accounts";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { queueJob, runJobs } from "@/lib/kit/jobs";
import { testDatabase } from "@/lib/kit/testing/database";
import { askForTask } from "./ask-for-task";
import { dataCleanUp } from "./clean-up";
import { startContinuous } from "./continuous";
import { inBatches } from "./in-batches";
import { listTaskRuns, listTasks } from "./list-tasks";
import { taskPoint } from "./registry";
import { RUN_TASK, runQueuedTask } from "./run-task";
import type { Task } from "./task";
import { cutRunsShort } from "./task-store";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const task = (name: string, run: Task["run"]): Task => ({ name, label: `Does ${name}`, crontab: "0 4 * * *", run });
const attempt = (id: string) => ({ id, number: 1, last: false, signal: new AbortController().signal });
const runsOf = async (name: string) => (await listTaskRuns(systemContext("test"), { name })).items;

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
beforeEach(() => db().taskRun.deleteMany());

test("notes when a run was due, how it went and what it says of itself", async () => {
  taskPoint.install([task("good", async () => "7 things done")]);
  const due = new Date("2026-11-21T04:00:00.000Z");
  await runQueuedTask({ task: "good", _cron: { ts: due.toISOString() } }, attempt("1"));
  const [run] = await runsOf("good");
  expect(run).toMatchObject({ state: "done", dueAt: due.toISOString(), note: "7 things done", error: null });
  expect(run?.durationMs).toBeGreaterThanOrEqual(0);
  const { items } = await listTasks(systemContext("test"), {});
  expect(items).toMatchObject([{ name: "good", label: "Does good", lastRun: { id: run?.id } }]);
  expect(items[0]?.nextDueAt).toMatch(/T04:00:00\.000Z$/);
});

test("notes why a due run failed, and lets the queue try it again", async () => {
  const bad = async () => {
    throw new Error("no disk");
  };
  taskPoint.install([task("bad", bad)]);
  const due = { task: "bad", _cron: { ts: "2026-11-21T04:00:00.000Z" } };
  await expect(runQueuedTask(due, attempt("2"))).rejects.toThrow("no disk");
  expect(await runsOf("bad")).toMatchObject([{ state: "failed", error: "no disk", note: null }]);
});

test("notes a run that its process did not survive, when the next begins", async () => {
  taskPoint.install([task("long", () => new Promise(() => {}))]);
  void runQueuedTask({ task: "long" }, attempt("3"));
  await expect.poll(async () => (await runsOf("long")).map(({ state }) => state)).toEqual(["running"]);
  taskPoint.install([task("long", async () => undefined)]);
  await runQueuedTask({ task: "long" }, { ...attempt("3"), number: 2 });
  expect((await runsOf("long")).map(({ state, error }) => [state, error])).toEqual([
    ["done", null],
    ["failed", "The process ended in the middle of it."],
  ]);
});

test("leaves alone a task that only another version knows", async () => {
  taskPoint.install([]);
  await runQueuedTask({ task: "unknown" }, attempt("4"));
  expect(await db().taskRun.count({ where: { task: "unknown" } })).toBe(0);
  expect(await refusalOf(runsOf("unknown"))).toBe("not_found");
});

test("runs a task now for an admin, once however often it is asked for, and for nobody else", async () => {
  let count = 0;
  taskPoint.install([task("now", async () => void count++)]);
  const admin = memberCtx(await makeMember({ role: "admin" }));
  for (let times = 0; times < 3; times++) await askForTask(admin, { name: "now" });
  stops.push(await runJobs({ [RUN_TASK]: runQueuedTask }));
  await expect.poll(async () => (await runsOf("now")).map(({ state }) => state)).toEqual(["done"]);
  expect((await runsOf("now"))[0]?.askedBy?.id).toBe(admin.actor.id);
  expect(count).toBe(1);
  expect(await refusalOf(askForTask(admin, { name: "nothing" }))).toBe("not_found");
  expect(await refusalOf(askForTask(memberCtx(await makeMember()), { name: "now" }))).toBe("forbidden");
  expect(await refusalOf(askForTask(makeContext(anonymous), { name: "now" }))).toBe("unauthenticated");
});

test("notes that runs were cut short whose jobs a dead process held, and only those", async () => {
  taskPoint.install([task("dead", () => new Promise(() => {})), task("alive", () => new Promise(() => {}))]);
  void runQueuedTask({ task: "dead" }, attempt("11"));
  void runQueuedTask({ task: "alive" }, attempt("12"));
  const states = async () => [...(await runsOf("dead")), ...(await runsOf("alive"))].map(({ state }) => state);
  await expect.poll(states).toEqual(["running", "running"]);
  await cutRunsShort(["11", "13"], db());
  expect(await states()).toEqual(["failed", "running"]);
  expect((await runsOf("dead"))[0]?.error).toBe("The process ended in the middle of it.");
});

test("tries a run that was asked for again when its process died in the middle of it", async () => {
  taskPoint.install([task("asked", async () => undefined)]);
  await askForTask(memberCtx(await makeMember({ role: "admin" })), { name: "asked" });
  // What is left of a process that took the job, and died: an attempt that is used up.
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET attempts = 1`;
  stops.push(await runJobs({ [RUN_TASK]: runQueuedTask }));
  const states = async () => (await runsOf("asked")).map(({ state }) => state);
  await expect.poll(states).toEqual(["done"]);
});

test("tries a run that was asked for no second time when it failed, but when it had to stop", async () => {
  const fails = async () => {
    throw new Error("no disk");
  };
  taskPoint.install([task("asked-bad", fails)]);
  await askForTask(memberCtx(await makeMember({ role: "admin" })), { name: "asked-bad" });
  const jobs = async () => {
    const rows = await db().$queryRaw<unknown[]>`
      SELECT 1 AS one FROM graphile_worker._private_jobs WHERE key = 'asked:asked-bad'`;
    return rows.length;
  };
  expect(await jobs()).toBe(1);
  stops.push(await runJobs({ [RUN_TASK]: runQueuedTask }));
  await expect.poll(jobs).toBe(0);
  expect(await runsOf("asked-bad")).toMatchObject([{ state: "failed", error: "no disk", dueAt: null }]);
  const stopping = { ...attempt("21"), signal: AbortSignal.abort() };
  await expect(runQueuedTask({ task: "asked-bad" }, stopping)).rejects.toThrow("no disk");
});

test("ends sessions that expired or lay idle, cuts them, and leaves the others", async () => {
  const [expired, idle, alive] = [await makeAccount(), await makeAccount(), await makeAccount()];
  const idOf = (account: typeof alive) => account.ctx.actor.via.sessionId;
  await db().session.update({ where: { id: idOf(expired) }, data: { expiresAt: new Date(Date.now() - 1) } });
  const old = new Date(Date.now() - 15 * 86_400_000);
  await db().session.update({ where: { id: idOf(idle) }, data: { lastSeenAt: old } });
  const cut: string[] = [];
  stops.push(sessionsEnded.subscribe(({ sessionIds }) => void cut.push(...sessionIds)));
  const said = await sessionCleanUp.run(systemContext("test"), new AbortController().signal);
  expect(said).toBe("2 ended, 0 forgotten");
  expect(cut.toSorted()).toEqual([idOf(expired), idOf(idle)].toSorted());
  expect(await db().session.findUnique({ where: { id: idOf(alive) } })).toMatchObject({ endedAt: null });
});

test("deletes what has served its time, and nothing that has not", async () => {
  const old = new Date(Date.now() - 40 * 86_400_000);
  const token = (hash: string, expiresAt: Date) => ({ hash, purpose: "reset", expiresAt });
  await db().oneTimeToken.createMany({ data: [token("old", old), token("new", new Date())] });
  const violation = { rateLimit: "api", key: "x", ip: "", reason: "", shadow: false, count: 1 };
  await db().rateViolation.create({ data: { id: crypto.randomUUID(), createdAt: old, ...violation } });
  await db().rateViolation.create({ data: { id: crypto.randomUUID(), ...violation } });
  await dataCleanUp.run(systemContext("test"), new AbortController().signal);
  const kept = (await db().oneTimeToken.findMany({ where: { hash: { in: ["old", "new"] } } })).map(({ hash }) => hash);
  expect(kept).toEqual(["new"]);
  expect(await db().rateViolation.count()).toBe(1);
});

test("deletes jobs that were given up a week ago, and no job that waits or failed since", async () => {
  const waits = { runAt: new Date(Date.now() + 3_600_000) };
  for (const name of ["given-up", "failed", "waiting"]) await queueJob(db(), name, { to: "ann@example.org" }, waits);
  const age = (task: string, attempts: number, days: number) => db().$executeRaw`
    UPDATE graphile_worker._private_jobs j SET attempts = ${attempts}, updated_at = now() - make_interval(days => ${days}::int)
    FROM graphile_worker._private_tasks t WHERE t.id = j.task_id AND t.identifier = ${task}`;
  await age("given-up", 10, 8);
  await age("failed", 10, 6);
  await age("waiting", 9, 8);
  await dataCleanUp.run(systemContext("test"), new AbortController().signal);
  const left = await db().$queryRaw<{ name: string }[]>`
    SELECT task_identifier AS name FROM graphile_worker.jobs ORDER BY name`;
  expect(left.map(({ name }) => name)).toEqual(["failed", "waiting"]);
});

test("removes rows in batches until none is left, and stops when it is asked to", async () => {
  const stop = new AbortController();
  let left = 12_000;
  const remove = async (limit: number) => {
    const taken = Math.min(limit, left);
    left -= taken;
    return taken;
  };
  expect(await inBatches(stop.signal, remove)).toBe(12_000);
  left = 12_000;
  const stopping = async (limit: number) => {
    stop.abort();
    return remove(limit);
  };
  expect(await inBatches(stop.signal, stopping)).toBe(5_000);
  expect(await inBatches(stop.signal, remove)).toBe(0);
  expect(await dataCleanUp.run(systemContext("test"), stop.signal)).toBe("0 rows deleted");
});

test("shows what a process does over and over: how the last round went, one at a time, and nothing to ask for", async () => {
  const admin = memberCtx(await makeMember({ role: "admin" }));
  const shown = async () => (await listTasks(admin, {})).continuous;
  let end: (note: string) => void = () => {};
  let rounds = 0;
  const run = () => {
    rounds++;
    return new Promise<string>((resolve) => {
      end = resolve;
    });
  };
  const stop = startContinuous({ name: "test.turn", label: "Turns", everyMs: 20, run });
  expect(await shown()).toEqual([{ name: "test.turn", label: "Turns", everySeconds: 0.02, lastRound: null }]);
  await expect.poll(() => rounds).toBe(1);
  await db().$executeRaw`SELECT pg_sleep(0.2)::text`;
  expect(rounds).toBe(1);
  end("3 turned");
  await expect.poll(async () => (await shown())[0]?.lastRound).toMatchObject({ note: "3 turned", error: null });
  expect(await refusalOf(askForTask(admin, { name: "test.turn" }))).toBe("not_found");
  stop();
  expect(await shown()).toEqual([]);
  const failing = async () => {
    throw new Error("no turn");
  };
  stops.push(startContinuous({ name: "test.fail", label: "Fails", everyMs: 20, run: failing }));
  await expect.poll(async () => (await shown())[0]?.lastRound).toMatchObject({ note: null, error: "no turn" });
});
