import type { RatelimitConfig } from "@upstash/ratelimit";
import { SCRIPT } from "./script";
import { grainOf, type Quota, type SlidingLog } from "./sliding-log";

/** What @upstash/ratelimit calls: a way of counting, in this process or in a store. */
type Algorithm = RatelimitConfig["limiter"];
type Redis = Parameters<ReturnType<Algorithm>["limit"]>[0]["redis"];

const done = Promise.resolve();

/** Counts in `log`, in this process. */
export function localAlgorithm(log: SlidingLog, quota: Quota): Algorithm {
  const { limit } = quota;
  const algorithm: ReturnType<Algorithm> = {
    async limit(_ctx, key, cost = 1) {
      const { allowed, remaining, resetAt } = log.take(key, quota, cost, Date.now());
      return { success: allowed, limit, remaining, reset: resetAt, pending: done };
    },
    async getRemaining(_ctx, key) {
      const { remaining, resetAt } = log.look(key, quota, 1, Date.now());
      return { remaining, reset: resetAt, limit };
    },
    async resetTokens(_ctx, key) {
      log.forget(key);
    },
  };
  return () => algorithm;
}

/** Counts in Redis, or in what speaks like it; `floorOf` a key counts at least. */
export function storeAlgorithm(quota: Quota, floorOf: (key: string) => number): Algorithm {
  const { limit } = quota;
  const algorithm: ReturnType<Algorithm> = {
    async limit({ redis }, key, cost = 1) {
      const { passed, used, waitMs } = await countInStore(redis, key, quota, { cost, floor: floorOf(key) });
      return {
        success: passed,
        limit,
        remaining: Math.max(0, limit - used),
        reset: Date.now() + waitMs,
        pending: done,
      };
    },
    async getRemaining({ redis }, key) {
      const { used, waitMs } = await countInStore(redis, key, quota, { cost: 0, floor: floorOf(key) });
      return { remaining: Math.max(0, limit - used), reset: Date.now() + waitMs, limit };
    },
    async resetTokens({ redis }, key) {
      await redis.del(key);
    },
  };
  return () => algorithm;
}

type Attempt = { cost: number; floor: number; force?: boolean };

/** Counts an attempt in Redis when it fits, or whether it fits or not (`force`). */
export async function countInStore(redis: Redis, key: string, quota: Quota, { cost, floor, force = false }: Attempt) {
  const limit = force ? Number.MAX_SAFE_INTEGER : quota.limit;
  const args = [limit, quota.windowMs, cost, grainOf(quota), floor].map(String);
  let answer: unknown;
  try {
    answer = await redis.evalsha(SCRIPT.sha, [key], args);
  } catch (error) {
    if (!String(error).includes("NOSCRIPT")) throw error;
    answer = await redis.eval(SCRIPT.lua, [key], args);
  }
  const [passed, used, waitMs] = Array.isArray(answer) ? answer.map(Number) : [];
  if (passed === undefined || used === undefined || waitMs === undefined || Number.isNaN(passed + used + waitMs)) {
    throw new Error("The rate limit store gave an unreadable answer");
  }
  return { passed: passed === 1, used, waitMs };
}
