// Begins first: it waits for Redis to be trusted again.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testRedis } from "@/lib/kit/testing/redis";

const server = testRedis();
const LIMIT = 7;

type Outcome = { passed: number; fromStore: number };
type Worker = { child: ChildProcess; attempt: (key: string, times?: number) => Promise<Outcome> };

/** A process of its own that makes as many attempts at once as a line says, and answers how many passed. */
async function startWorker(url: string, processes: number): Promise<Worker> {
  const code = `
    import { createInterface } from "node:readline";
    import { heardByAll, openBus } from "./lib/kit/bus.ts";
    import { startLimits } from "./lib/kit/limiter/fallback.ts";
    import { createLimiter } from "./lib/kit/limiter/limiter.ts";
    import { startPeers, processes } from "./lib/kit/peers.ts";
    await openBus();
    startLimits();
    startPeers();
    while (processes().length < ${processes}) await new Promise((resolve) => setTimeout(resolve, 20));
    const limiter = createLimiter({ name: "shared", limit: ${LIMIT}, windowMs: 3_600_000, onStoreDown: "local" });
    for await (const line of createInterface({ input: process.stdin })) {
      const { key, times } = JSON.parse(line);
      const all = await Promise.all(Array.from({ length: times }, () => limiter.consume(key)));
      await heardByAll(5_000);
      const count = (fits) => all.filter(fits).length;
      const answer = { passed: count((one) => one.allowed), fromStore: count((one) => one.source === "store") };
      process.stdout.write(JSON.stringify(answer) + "\\n");
    }
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", code], {
    env: { ...process.env, REDIS_URL: url, LOG_LEVEL: "silent" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface({ input: child.stdout ?? expect.fail() });
  const attempt = async (key: string, times = 10): Promise<Outcome> => {
    const answered = once(answers, "line");
    child.stdin?.write(`${JSON.stringify({ key, times })}\n`);
    return JSON.parse(String((await answered)[0])) as Outcome;
  };
  return { child, attempt };
}

describe.skipIf(!server)("three processes whose Redis goes away (needs redis-server)", () => {
  let workers: Worker[] = [];
  /** How many attempts of a key passed so far. */
  let passed: Record<string, number> = {};

  const attemptAt = async (worker: Worker | undefined, key: string, times?: number) => {
    const outcome = await (worker ?? expect.fail()).attempt(key, times);
    passed[key] = (passed[key] ?? 0) + outcome.passed;
    return outcome;
  };
  const attemptEverywhere = (key: string) => Promise.all(workers.map((worker) => attemptAt(worker, key)));
  const untilStoreDecides = () =>
    expect
      .poll(
        async () => {
          // Whoever goes on trying gets nothing out of the time in between either.
          await attemptEverywhere("ada");
          const outcomes = await attemptEverywhere("bob");
          return outcomes.every(({ fromStore }) => fromStore === 10);
        },
        { interval: 200 },
      )
      .toBe(true);

  /** An answer of the store that comes too late counts twice, so of the one that had asked it fewer may pass. */
  const expectTheLimit = () => {
    expect(passed.bob).toBe(LIMIT);
    expect(passed.ada).toBeLessThanOrEqual(LIMIT);
  };

  beforeEach(async () => {
    passed = {};
    workers = await Promise.all([1, 2, 3].map(() => startWorker(server?.url ?? "", 3)));
    // From the store, whoever of them asks; the others hear of it.
    await expect.poll(async () => (await attemptAt(workers[0], "warm", 1)).fromStore).toBe(1);
    await expect.poll(async () => (await attemptAt(workers[0], "ada", 3)).fromStore).toBe(3);
  });
  afterEach(async () => {
    for (const { child } of workers) child.kill("SIGKILL");
    server?.resume();
    await server?.stop();
    await server?.start();
  });

  test("let the rest of the limit pass together, all of it and no more, and none again when it is back", async () => {
    await server?.stop();
    const outcomes = [...(await attemptEverywhere("ada")), ...(await attemptEverywhere("bob"))];
    expect(outcomes.every(({ fromStore }) => fromStore === 0)).toBe(true);
    expectTheLimit();
    // Empty: it has lost what it counted.
    await server?.start();
    await untilStoreDecides();
    await attemptEverywhere("ada");
    expectTheLimit();
  });

  test("let no more than the limit pass while it hangs, and when it goes on", async () => {
    server?.pause();
    const outcomes = [...(await attemptEverywhere("ada")), ...(await attemptEverywhere("bob"))];
    expect(outcomes.every(({ fromStore }) => fromStore === 0)).toBe(true);
    expectTheLimit();
    server?.resume();
    await untilStoreDecides();
    expectTheLimit();
  });
});
