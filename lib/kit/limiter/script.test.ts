import fc from "fast-check";
import { createClient } from "redis";
import { describe, expect, test } from "vitest";
import { testRedis } from "@/lib/kit/testing/redis";
import { SCRIPT } from "./script";
import { grainOf, type Quota, SlidingLog, type Verdict } from "./sliding-log";

const server = testRedis();
const START = 1_800_000_000_000;

/** The script on a clock of the test instead of Redis's, which may run on: there, no key ends before its time. */
const TIMED = SCRIPT.lua
  .replace('redis.call("TIME")', "{ ARGV[6], ARGV[7] }")
  .replace("mark + window - now)", "mark + window - now + 600000)");
let keys = 0;

async function connect() {
  const client = await createClient({ url: server?.url, RESP: 2 }).connect();
  const take = async (key: string, quota: Quota, cost: number, now: number, floor = 0): Promise<Verdict> => {
    const clock = [Math.floor(now / 1_000), (now % 1_000) * 1_000];
    const args = [quota.limit, quota.windowMs, cost, grainOf(quota), floor, ...clock].map(String);
    const answer: unknown = await client.sendCommand(["EVAL", TIMED, "1", key, ...args]);
    const [passed, used, waitMs] = answer as [number, number, number];
    return { allowed: passed === 1, remaining: quota.limit - used, resetAt: now + waitMs };
  };
  return { client, take, newKey: () => `key:${++keys}` };
}

describe.skipIf(!server)("the script in Redis (needs redis-server)", () => {
  test("asks Redis for the time", () => {
    expect(SCRIPT.lua).toContain('redis.call("TIME")');
    expect(TIMED).toContain("+ 600000)");
  });

  test("counts at least what others know, as long as that", async () => {
    const { client, take, newKey } = await connect();
    const key = newKey();
    const quota = { limit: 5, windowMs: 1_000 };
    expect(await take(key, quota, 1, START, 3)).toEqual({ allowed: true, remaining: 1, resetAt: START + 1_000 });
    expect(await take(key, quota, 1, START + 10, 3)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await take(key, quota, 1, START + 20, 5)).toMatchObject({ allowed: false, remaining: 0 });
    expect(await take(key, quota, 1, START + 1_000)).toMatchObject({ allowed: true, remaining: 3 });
    await client.close();
  });

  test("decides as the window of this process does", async () => {
    const { client, take, newKey } = await connect();
    // Short waits, ends of windows to the millisecond, and now and then a rest that outlasts any window.
    const wait = fc.oneof(
      fc.integer({ min: 0, max: 20 }),
      fc.constantFrom(50, 100, 200),
      fc.integer({ min: 0, max: 9_000 }),
    );
    const limits = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 257, max: 3_000 }));
    const windows = fc.oneof(fc.constantFrom(50, 100, 200), fc.integer({ min: 1, max: 9_000 }));
    const steps = fc.array(fc.record({ wait, part: fc.double({ min: 0, max: 1.1, noNaN: true }) }), { maxLength: 80 });
    const property = fc.asyncProperty(limits, windows, steps, async (limit, windowMs, all) => {
      const key = newKey();
      const quota = { limit, windowMs };
      const log = new SlidingLog();
      let now = START;
      for (const { wait, part } of all) {
        now += wait;
        const cost = Math.max(1, Math.floor((limit * part) / 4));
        expect(await take(key, quota, cost, now)).toEqual(log.take(key, quota, cost, now));
      }
    });
    await fc.assert(property, { numRuns: 60 });
    await client.close();
  });

  test("drops any number of old attempts at once, and leaves nothing of a key that rested", async () => {
    const { client, take, newKey } = await connect();
    const key = newKey();
    const quota = { limit: 200, windowMs: 1_000 };
    for (let i = 0; i < 150; i++) await take(key, quota, 1, START + i);
    const half = START + 1_000 + 74;
    expect(await take(key, quota, 0, half)).toEqual({ allowed: true, remaining: 125, resetAt: half + 1 });
    expect(await take(key, quota, 0, START + 9_000)).toMatchObject({ remaining: 200 });
    expect(await client.exists(key)).toBe(0);
    await client.close();
  });

  test("holds a bounded list for a large limit", async () => {
    const { client, take, newKey } = await connect();
    const key = newKey();
    const quota = { limit: 100_000, windowMs: 60_000 };
    for (let i = 0; i < 2_000; i++) await take(key, quota, 1, START + i * 25);
    expect(await client.lLen(key)).toBeLessThanOrEqual(1 + 2 * 257);
    await client.close();
  });
});
