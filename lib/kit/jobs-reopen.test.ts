import type { Runner } from "graphile-worker";
import { expect, test, vi } from "vitest";
import { db } from "./db";
import { queueJob, runJobs } from "./jobs";
import { testDatabase } from "./testing/database";

/** The queues that were opened, and what each must wait for before it is. */
const opened = vi.hoisted(() => ({ runners: [] as Runner[], gate: Promise.resolve() }));

vi.mock("graphile-worker", async (load) => {
  const actual = await load<typeof import("graphile-worker")>();
  const run: typeof actual.run = async (options) => {
    await opened.gate;
    const runner = await actual.run(options);
    opened.runners.push(runner);
    return runner;
  };
  return { ...actual, run };
});

testDatabase();

const jobs = () => {
  const seen: unknown[] = [];
  return { seen, note: async (payload: unknown) => void seen.push(payload) };
};

test("opens a queue again that gave up", async () => {
  const { seen, note } = jobs();
  const stop = await runJobs({ note });
  await opened.runners.at(-1)?.stop();
  await queueJob(db(), "note", "after");
  await expect.poll(() => seen).toEqual(["after"]);
  await stop();
});

test("stops a queue that is just being opened again", async () => {
  const { seen, note } = jobs();
  const stop = await runJobs({ note });
  const count = opened.runners.length;
  let open = () => {};
  const asked = vi.fn();
  opened.gate = new Promise((resolve) => {
    open = resolve;
  });
  const gate = opened.gate;
  Object.defineProperty(opened, "gate", { get: () => (asked(), gate) });
  await opened.runners.at(-1)?.stop();
  await expect.poll(() => asked.mock.calls.length).toBe(1);
  const stopped = stop();
  open();
  await stopped;
  expect(opened.runners).toHaveLength(count + 1);
  await expect(opened.runners.at(-1)?.stop()).rejects.toThrow();
  await queueJob(db(), "note", "too late");
  await db().$executeRaw`SELECT pg_sleep(4)::text`;
  expect(seen).toEqual([]);
});
