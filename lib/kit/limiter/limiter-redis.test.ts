// Begins first: it waits for Redis to be trusted again.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { closeRedis, redis, redisReady } from "@/lib/kit/redis";
import { testRedis } from "@/lib/kit/testing/redis";
import { Circuit } from "./circuit";
import { createLimiter, type Limiter } from "./limiter";
import { localCounters } from "./local-counters";
import { useCircuit } from "./store";

const PATIENT = { timeout: 60_000 };

const server = testRedis();
const HOUR = 3_600_000;

let names = 0;
const limiterOf = (limit: number, onStoreDown: "local" | "open" = "local", windowMs = HOUR) =>
  createLimiter({ name: `test-${++names}`, limit, windowMs, onStoreDown });

const consumeTimes = (limiter: Limiter, times: number, key = "ada") =>
  Promise.all(Array.from({ length: times }, () => limiter.consume(key)));

const client = () => redis() ?? expect.fail("REDIS_URL is not set");

/** Waits until decisions come from the store again. */
const untilStoreDecides = (limiter: Limiter) =>
  vi.waitFor(async () => expect((await limiter.peek("nobody")).source).toBe("store"), {
    timeout: 60_000,
    interval: 50,
  });

/** A circuit that waits for a busy machine. */
const patient = () => new Circuit("patient", 15_000);

/** A process of its own that makes `attempts` at once when it reads a line, and prints how many passed. */
function startProcess(url: string, attempts: number): ChildProcess {
  const code = `
    import { createLimiter } from "./lib/kit/limiter/limiter.ts";
    import { Circuit } from "./lib/kit/limiter/circuit.ts";
    import { useCircuit } from "./lib/kit/limiter/store.ts";
    import { closeRedis, redis, redisReady } from "./lib/kit/redis.ts";
    useCircuit(new Circuit("patient", 15_000));
    const limiter = createLimiter({ name: "shared", limit: 50, windowMs: ${HOUR}, onStoreDown: "local" });
    await redisReady(redis(), 10_000);
    await limiter.consume("somebody");
    process.stdin.once("data", async () => {
      const all = await Promise.all(Array.from({ length: ${attempts} }, () => limiter.consume("ada")));
      const fromStore = all.filter(({ source }) => source === "store").length;
      process.stdout.write(JSON.stringify({ passed: all.filter(({ allowed }) => allowed).length, fromStore }));
      process.stdin.unref();
      await closeRedis();
    });
    process.stdout.write("ready");
  `;
  const args = ["--import", "tsx", "--input-type=module", "--eval", code];
  return spawn(process.execPath, args, {
    env: { ...process.env, REDIS_URL: url },
    stdio: ["pipe", "pipe", "inherit"],
  });
}

describe.skipIf(!server)("a limiter in Redis (needs redis-server)", () => {
  beforeAll(async () => {
    overrideEnv({ REDIS_URL: server?.url });
    await redisReady(client(), 5_000);
  });
  let isStopped = false;
  const stop = async () => {
    await server?.stop();
    isStopped = true;
  };
  const start = async () => {
    if (isStopped) await server?.start();
    isStopped = false;
  };
  afterEach(async () => {
    vi.restoreAllMocks();
    server?.resume();
    await start();
    await vi.waitFor(() => client().flushAll(), { timeout: 60_000, interval: 20 });
  });
  beforeEach(() => {
    useCircuit(patient());
  });
  afterAll(closeRedis);

  test("lets exactly the limit pass of 200 parallel attempts over two processes", async () => {
    const processes = [1, 2].map(() => startProcess(server?.url ?? "", 100));
    await Promise.all(processes.map(async ({ stdout }) => stdout && once(stdout, "data")));
    const answers = processes.map(async ({ stdin, stdout }) => {
      stdin?.write("go\n");
      const [text] = stdout ? await once(stdout, "data") : [];
      return JSON.parse(String(text)) as { passed: number; fromStore: number };
    });
    const [one, two] = await Promise.all(answers);
    expect(one?.fromStore).toBe(100);
    expect(two?.fromStore).toBe(100);
    expect((one?.passed ?? 0) + (two?.passed ?? 0)).toBe(50);
  });

  test("says what is left, and lets attempts pass again once they leave the window", async () => {
    const limiter = limiterOf(2, "local", 300);
    expect(await limiter.consume("ada")).toMatchObject({ allowed: true, remaining: 1, limit: 2, source: "store" });
    await vi.waitFor(async () => expect((await limiter.consume("ada")).allowed).toBe(false), {
      ...PATIENT,
      interval: 1,
    });
    await vi.waitFor(async () => expect((await limiter.consume("ada")).allowed).toBe(true), {
      ...PATIENT,
      interval: 20,
    });
  });

  test("keeps only hashes in the store, and only for a window", async () => {
    const limiter = limiterOf(5);
    await limiter.consume("ada@example.org|10.1.2.3");
    const keys = await client().keys("*");
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatch(new RegExp(`^throng:limit:test-${names}(:[\\w-]{43}){2}$`));
    const ttl = await client().pTTL(keys[0] ?? "");
    expect(ttl).toBeGreaterThan(0);
    expect(ttl).toBeLessThanOrEqual(HOUR);
  });

  test("forgets one key when told to", async () => {
    const limiter = limiterOf(1);
    await consumeTimes(limiter, 1, "ada");
    await consumeTimes(limiter, 1, "bob");
    expect(await limiter.reset("ada")).toMatchObject({ source: "store", remaining: 1 });
    expect((await limiter.consume("ada")).allowed).toBe(true);
    expect((await limiter.consume("bob")).allowed).toBe(false);
  });

  test("goes on when Redis lost its scripts", async () => {
    const limiter = limiterOf(2);
    await limiter.consume("ada");
    await client().scriptFlush();
    expect(await limiter.consume("ada")).toMatchObject({ source: "store", remaining: 0 });
  });

  test("counts in this process while Redis is down, with what it saw before", async () => {
    const limiter = limiterOf(5);
    await consumeTimes(limiter, 3);
    await stop();
    const decisions = await consumeTimes(limiter, 10);
    expect(new Set(decisions.map(({ source }) => source))).toEqual(new Set(["local"]));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(2);
    expect(await limiter.peek("ada")).toMatchObject({ source: "local", allowed: false, remaining: 0 });
  });

  test("knows, when Redis goes, what other processes had counted", async () => {
    const limiter = limiterOf(5);
    await limiter.consume("ada");
    const [key = ""] = await client().keys("*");
    await client().lSet(key, 0, "4");
    await client().lSet(key, -1, "4");
    await limiter.consume("ada");
    await stop();
    expect(await limiter.consume("ada")).toMatchObject({ source: "local", allowed: false });
  });

  test("holds against a key what passed while Redis was down", async () => {
    const limiter = limiterOf(5);
    await stop();
    await consumeTimes(limiter, 5);
    await start();
    await untilStoreDecides(limiter);
    expect((await consumeTimes(limiter, 5)).some(({ allowed }) => allowed)).toBe(false);
    expect(await limiter.consume("bob")).toMatchObject({ source: "store", allowed: true });
  });

  test("lets everything pass while Redis is down where the rate limit says so, and says that nobody counted", async () => {
    const limiter = limiterOf(1, "open");
    await stop();
    const decisions = await consumeTimes(limiter, 5);
    expect(decisions.every(({ allowed, source }) => allowed && source === "open")).toBe(true);
    expect(await limiter.reset("ada")).toMatchObject({ source: "open" });
  });

  test("decides without a Redis that hangs, and leaves it alone after the first time", async () => {
    useCircuit(new Circuit("as it is"));
    const [strict, lenient] = [limiterOf(2, "local"), limiterOf(2, "open")];
    await untilStoreDecides(strict);
    await strict.consume("ada");
    server?.pause();
    expect(await strict.consume("ada")).toMatchObject({ source: "local", allowed: true, remaining: 0 });
    const sent = vi.spyOn(client(), "sendCommand");
    expect(await lenient.consume("ada")).toMatchObject({ source: "open", allowed: true });
    expect(await strict.consume("ada")).toMatchObject({ source: "local", allowed: false });
    expect(sent.mock.calls.filter(([args]) => args[0] === "evalsha")).toHaveLength(0);
  });

  test("comes back to Redis when it answers again", async () => {
    useCircuit(new Circuit("as it is"));
    const limiter = limiterOf(2);
    server?.pause();
    expect((await limiter.consume("ada")).source).toBe("local");
    server?.resume();
    await untilStoreDecides(limiter);
  });

  test("comes back although attempts never stop, and holds all of them against their keys", async () => {
    const limiter = limiterOf(2);
    await stop();
    const keys: string[] = [];
    let isBack = false;
    const attempting = (async () => {
      while (!isBack) {
        const key = `member-${keys.length}`;
        keys.push(key);
        isBack = (await limiter.consume(key)).source === "store";
        await delay(1);
      }
    })();
    await start();
    await attempting;
    for (const key of keys.slice(-50)) await limiter.consume(key);
    const last = await Promise.all(keys.slice(-50).map((key) => limiter.consume(key)));
    expect(last.filter(({ allowed }) => allowed)).toEqual([]);
    await vi.waitFor(
      () => expect(localCounters(`test-${names}`)).toMatchObject({ isAway: false, debts: { size: 0 } }),
      {
        timeout: 60_000,
      },
    );
    const all = await Promise.all(keys.map((key) => limiter.peek(key)));
    expect(all.filter(({ remaining }) => remaining === 2)).toEqual([]);
  });
});
