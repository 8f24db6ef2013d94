import { afterAll, beforeAll, expect, test } from "vitest";
import { isPoolError } from "./worker-error";
import { createWorkerPool, type PoolOptions, type WorkerPool } from "./worker-pool";

const FILE = "lib/kit/testing/pool.worker.ts";

let pool: WorkerPool;
beforeAll(() => void (pool = createWorkerPool(FILE, { timeoutMs: 500 })));
afterAll(() => pool.close());

/** Runs a test with a pool of its own. */
async function withPool(options: PoolOptions, task: (pool: WorkerPool) => Promise<void>): Promise<void> {
  const own = createWorkerPool(FILE, options);
  try {
    await task(own);
  } finally {
    await own.close();
  }
}

const reasonOf = (task: Promise<unknown>): Promise<string> =>
  task.then(
    () => "none",
    (error: unknown) => (isPoolError(error) ? error.reason : String(error)),
  );

test("gives what a task gives", async () => {
  expect(await pool.run("add", [1, 2])).toBe(3);
});

test.skipIf(process.platform !== "linux")("lets its threads go after the one that answers people", async () => {
  const [ofThread = 0, ofProcess = 0] = await pool.run<number[]>("niceness", []);
  expect(ofThread).toBeGreaterThan(ofProcess);
});

test("gives buffers away, so that nothing is copied", async () => {
  const bytes = new Uint8Array(1_000_000);
  expect(await pool.run("lengthOf", [bytes], { transfer: [bytes.buffer] })).toBe(1_000_000);
  expect(bytes.length).toBe(0);
});

test("passes on what the worker says of an error", async () => {
  await expect(pool.run("fail", [])).rejects.toMatchObject({ name: "PoolError", reason: "failed", fault: "no" });
});

test.each([
  ["too_slow", "spin"],
  ["too_slow", "explode"],
  ["broken", "leave"],
])("says %s of a task that does %s, and goes on", async (reason, task) => {
  const others = Promise.all([1, 2, 3].map((one) => pool.run<number>("add", [one, one])));
  expect(await reasonOf(pool.run(task, []))).toBe(reason);
  expect(await others).toEqual([2, 4, 6]);
  expect(await pool.run("add", [1, 1])).toBe(2);
});

test("says too_much_memory of a task that keeps too much, and goes on", async () => {
  await withPool({ threads: 1, memoryMb: 64, timeoutMs: 120_000 }, async (own) => {
    expect(await reasonOf(own.run("fill", []))).toBe("too_much_memory");
    expect(await own.run("add", [1, 1])).toBe(2);
  });
});

test("counts the time of a task from when a thread takes it", async () => {
  await withPool({ threads: 1, timeoutMs: 900 }, async (own) => {
    const tasks = Array.from({ length: 4 }, () => own.run("wait", [300]));
    expect(await Promise.all(tasks)).toHaveLength(4);
  });
});

test("lets only so many wait", async () => {
  await withPool({ threads: 1, waitingMax: 2 }, async (own) => {
    const tasks = Array.from({ length: 4 }, () => reasonOf(own.run("wait", [10])));
    expect(await Promise.all(tasks)).toEqual(["none", "none", "none", "too_busy"]);
  });
});

test("stops a task that is wanted no more, running or waiting", async () => {
  await withPool({ threads: 1, timeoutMs: 60_000 }, async (own) => {
    const [running, waiting] = [new AbortController(), new AbortController()];
    const tasks = [running, waiting].map(({ signal }) => reasonOf(own.run("spin", [], { signal })));
    const last = own.run("add", [2, 2]);
    waiting.abort();
    expect(await tasks[1]).toBe("aborted");
    running.abort();
    expect(await tasks[0]).toBe("aborted");
    expect(await last).toBe(4);
    expect(await reasonOf(own.run("add", [1, 1], { signal: AbortSignal.abort() }))).toBe("aborted");
  });
});

test("starts a thread again after one was idle for long", async () => {
  await withPool({ threads: 1, idleMs: 10 }, async (own) => {
    expect(await own.run("add", [1, 1])).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await own.run("add", [1, 1])).toBe(2);
  });
});

test("fails what runs and waits when it is closed", async () => {
  const own = createWorkerPool(FILE, { threads: 1 });
  const tasks = [own.run("spin", []), own.run("add", [1, 1])].map(reasonOf);
  await own.close();
  expect(await Promise.all(tasks)).toEqual(["aborted", "aborted"]);
});

test("says that a file is not there", async () => {
  const none = createWorkerPool("lib/kit/none.worker.ts");
  await expect(none.run("add", [1, 1])).rejects.toThrow("lib/kit/none.worker.ts is not in the checkout");
});
