import { Ratelimit, type RatelimitConfig } from "@upstash/ratelimit";
import { publish } from "@/lib/kit/bus";
import { localAlgorithm, storeAlgorithm } from "./algorithms";
import type { Decision } from "./decision";
import { countedBefore, makeFallback } from "./fallback";
import { idOf, prefixOf } from "./keys";
import { localCounters, RESET } from "./local-counters";
import type { Verdict } from "./sliding-log";
import { type LimiterStore, limiterStore, noRedis } from "./store";

export type LimiterOptions = {
  /** Names the counters: limiters of one name share them, also when their limits differ. */
  name: string;
  limit: number;
  windowMs: number;
  /** While the store is away: count in this process, or let everything pass. */
  onStoreDown: "local" | "open";
};

export type Limiter = {
  /** Counts an attempt of `cost` (1 unless told) when it fits. Never rejects. */
  consume(key: string, cost?: number): Promise<Decision>;
  /** What the next attempt would meet, without counting it. Never rejects. */
  peek(key: string): Promise<Decision>;
  /** Forgets the attempts of `key`, in every process. The source tells whether the store did (else "local", "open"). */
  reset(key: string): Promise<Decision>;
};

/**
 * A sliding window: of parallel attempts, over any number of processes on one store, exactly `limit` pass in any span
 * of `windowMs`. A key may have parts joined by "|"; stores see only hashes of the parts.
 * When the store is down a decision takes 250 ms at most, and where that is made locally, all processes together still
 * let no more pass than the limit.
 */
export function createLimiter(options: LimiterOptions): Limiter {
  const store = limiterStore();
  return store ? inStore(options, store) : inProcess(options);
}

function inProcess(options: LimiterOptions): Limiter {
  const limiter = localLimiter(options);
  return {
    consume: async (key, cost = 1) => decided(options, "store", await limiter.limit(idOf(key), { rate: cost })),
    peek: async (key) => decided(options, "store", await limiter.getRemaining(idOf(key))),
    async reset(key) {
      await limiter.resetUsedTokens(idOf(key));
      return untouched(options, "store");
    },
  };
}

function inStore(options: LimiterOptions, store: LimiterStore): Limiter {
  const { name, onStoreDown } = options;
  const fallback = onStoreDown === "local" ? makeFallback(name, options, store) : undefined;
  const floorOf = (key: string) => (fallback ? countedBefore(name, key, options) : 0);
  const limiter = makeRatelimit(name, store.redis, storeAlgorithm(options, floorOf));
  const local = ({ allowed, remaining, resetAt }: Verdict) =>
    decided(options, "local", { success: allowed, remaining, reset: resetAt });
  /** What the store says; undefined while it is away. */
  const ask = async <T>(task: () => Promise<T>): Promise<T | undefined> =>
    fallback?.isAway() ? undefined : await store.circuit.attempt(task);
  return {
    async consume(key, cost = 1) {
      const id = idOf(key);
      const answer = await ask(() => limiter.limit(id, { rate: cost }));
      if (!answer) return fallback ? local(fallback.take(storedKey(name, id), cost)) : untouched(options, "open");
      fallback?.note(storedKey(name, id), answer.limit - answer.remaining, answer.success);
      return decided(options, "store", answer);
    },
    async peek(key) {
      const id = idOf(key);
      const answer = await ask(() => limiter.getRemaining(id));
      if (answer) return decided(options, "store", answer);
      return fallback ? local(fallback.look(storedKey(name, id), 1)) : untouched(options, "open");
    },
    async reset(key) {
      const id = idOf(key);
      publish(RESET, { name, storedKey: storedKey(name, id) });
      const isDone = await store.circuit.attempt(() => limiter.resetUsedTokens(id).then(() => true));
      return untouched(options, isDone ? "store" : onStoreDown);
    },
  };
}

const localLimiter = (options: LimiterOptions): Ratelimit =>
  makeRatelimit(options.name, noRedis(), localAlgorithm(localCounters(options.name).counted, options));

/** Deadlines are kept by the circuit, and a cache of refused keys would survive a reset elsewhere: both are off here. */
function makeRatelimit(name: string, redis: RatelimitConfig["redis"], limiter: RatelimitConfig["limiter"]): Ratelimit {
  return new Ratelimit({
    redis,
    limiter,
    prefix: prefixOf(name),
    timeout: 0,
    ephemeralCache: false,
    analytics: false,
    enableTelemetry: false,
  });
}

/** The key that Ratelimit makes of an id. */
const storedKey = (name: string, id: string): string => `${prefixOf(name)}:${id}`;

type Answer = { success?: boolean; remaining: number; reset: number };

function decided(options: LimiterOptions, source: Decision["source"], answer: Answer): Decision {
  const { name, limit, windowMs } = options;
  const { remaining, reset, success = remaining > 0 } = answer;
  return { rateLimit: name, allowed: success, limit, windowMs, remaining, resetAt: reset, source };
}

/** The decision about a key nobody counts. */
const untouched = (options: LimiterOptions, source: Decision["source"]): Decision =>
  decided(options, source, { success: true, remaining: options.limit, reset: Date.now() });
