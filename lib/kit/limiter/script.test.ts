import fc from "fast-check";
import { createClient } from "redis";
import { describe, expect, test } from "vitest";
import { testRedis } from "@/lib/kit/testing/redis";
import { SCRIPT } from "./script";
import { grainOf, SlidingLog } from "./sliding-log";

const server = testRedis();
const START = 1_800_000_000_000;

describe.skipIf(!server)("the script in Redis (needs redis-server)", () => {
  test("decides as the window of this process does", async () => {
    const client = await createClient({ url: server?.url, RESP: 2 }).connect();
    const timed = SCRIPT.lua.replace('redis.call("TIME")', "{ ARGV[5], ARGV[6] }");
    expect(timed).not.toBe(SCRIPT.lua);
    let keys = 0;
    const steps = fc.array(
      fc.record({ wait: fc.integer({ min: 0, max: 400 }), part: fc.double({ min: 0, max: 1.1, noNaN: true }) }),
      { maxLength: 80 },
    );
    const property = fc.asyncProperty(
      fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 257, max: 3_000 })),
      fc.integer({ min: 1, max: 9_000 }),
      steps,
      async (limit, windowMs, all) => {
        const key = `key:${++keys}`;
        const log = new SlidingLog();
        let now = START;
        for (const { wait, part } of all) {
          now += wait;
          const cost = Math.max(1, Math.floor((limit * part) / 4));
          const expected = log.take(key, { limit, windowMs }, cost, now);
          const clock = [Math.floor(now / 1_000), (now % 1_000) * 1_000];
          const args = [limit, windowMs, cost, grainOf({ limit, windowMs }), ...clock].map(String);
          const answer: unknown = await client.sendCommand(["EVAL", timed, "1", key, ...args]);
          const [passed, used, waitMs] = answer as [number, number, number];
          const verdict = { allowed: passed === 1, remaining: limit - used, resetAt: now + waitMs };
          expect(verdict).toEqual(expected);
          expect(await client.lLen(key)).toBeLessThanOrEqual(2 * 258 + 1);
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
    await client.close();
  });
});
