import { hash } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { processId, publish, subscribe } from "@/lib/kit/bus";
import { log } from "@/lib/kit/log";
import { processes } from "@/lib/kit/peers";
import { countInStore } from "./algorithms";
import { COUNTED, type Counted, type LocalCounters, localCounters, startCounts } from "./local-counters";
import { type Quota, SlidingLog, type Verdict } from "./sliding-log";
import { type LimiterStore, limiterStore } from "./store";

/** How often a store that is away is tried, in milliseconds. */
const PROBE_MS = 1_000;
/** How long after the store came back the others have time to notice it and to pay in, in milliseconds. */
const SETTLE_MS = 4_000;
/** Payments under way at once. */
const PAID_AT_ONCE = 50;

/** The topic on which a process says that it decides by itself under a name: then nobody leaves it all to the store. */
const AWAY = "limiter:away";

/**
 * Lets this process follow what limiters count elsewhere, so that it can stand in for a store that goes away; its share is
 * by the processes that are there (startPeers). The answered function stops it.
 */
export function startLimits(): () => void {
  startCounts();
  return subscribe(AWAY, (data, meta) => {
    const { name } = data as { name: string };
    const store = limiterStore();
    if (!meta.local && store && !localCounters(name).isAway) void comeBack(name, localCounters(name), store);
  });
}

/**
 * What stands in for the store, so that all processes together let no more pass than it would have. Each knows what the
 * store counted, as every count is told over the bus; of what is left then, each takes its share. What passed meanwhile
 * is paid into the store when it comes back, before it decides again. Keys are as the store has them.
 */
export function makeFallback(name: string, quota: Quota, store: LimiterStore) {
  const local = localCounters(name);
  return {
    isAway: () => local.isAway,
    look: (key: string, cost: number): Verdict => decide(local, key, quota, cost, false),
    /** Decides here, from now on until the store is back. */
    take(key: string, cost: number): Verdict {
      if (!local.isAway) {
        publish(AWAY, { name });
        void comeBack(name, local, store);
      }
      const verdict = decide(local, key, quota, cost, true);
      if (!verdict.allowed) return verdict;
      const debt = local.debts.get(key) ?? { quota, owed: 0 };
      debt.owed += cost;
      local.debts.set(key, debt);
      return verdict;
    },
    /** Notes that of `key` the store has counted `used`, here and in the other processes. */
    note(key: string, used: number, isNews: boolean): void {
      local.counted.raise(key, quota, used, Date.now());
      if (isNews) publish(COUNTED, { name, storedKey: key, used, quota } satisfies Counted);
    },
  };
}

/** What counted for `key` before the store was back, for as long as it may not know that. */
export function countedBefore(name: string, key: string, quota: Quota): number {
  const { counted, debts, backAt } = localCounters(name);
  const now = Date.now();
  return now < backAt + quota.windowMs ? counted.used(key, quota, now) + (debts.peek(key)?.owed ?? 0) : 0;
}

function decide(local: LocalCounters, key: string, quota: Quota, cost: number, takes: boolean): Verdict {
  const now = Date.now();
  const { limit, windowMs } = quota;
  const counted = local.counted.used(key, quota, now);
  const share = { limit: shareOf(Math.max(0, limit - counted), key), windowMs };
  const verdict = takes ? local.passed.take(key, share, cost, now) : local.passed.look(key, share, cost, now);
  if (counted === 0) return verdict;
  const before = local.counted.look(key, quota, cost, now).resetAt;
  const isFirst = local.passed.used(key, share, now) === 0 || before < verdict.resetAt;
  return isFirst ? { ...verdict, resetAt: before } : verdict;
}

/** This process's part of `rest`: the parts of all processes add up to it. Another one is favoured for each key. */
function shareOf(rest: number, key: string): number {
  const ids = processes();
  const offset = Number.parseInt(hash("sha1", key).slice(0, 8), 16);
  const place = (ids.indexOf(processId()) + offset) % ids.length;
  return Math.floor((rest + ids.length - 1 - place) / ids.length);
}

/**
 * Tries the store until it is back, pays in what passed here, and lets it decide again once the others had time to pay
 * in. What passed during the last payment is paid after that: nothing is added then, so that it comes to an end however
 * many attempts come. Until all is paid, what was paid counts twice here, which makes nothing looser.
 */
async function comeBack(name: string, local: LocalCounters, store: LimiterStore): Promise<void> {
  local.isAway = true;
  if (local.isComingBack) return;
  local.isComingBack = true;
  while (local.isAway) {
    await untilSettled(name, local, store);
    local.backAt = Date.now();
    local.isAway = false;
    while (!local.isAway && local.debts.size > 0) {
      if (!(await payDebts(name, local, store))) await delay(PROBE_MS, undefined, { ref: false });
    }
  }
  local.passed = new SlidingLog();
  local.isComingBack = false;
  log().info({ limit: name }, "the rate limit store decides again");
}

/** Resolves once the store has been back, and took every payment, for so long that the others have noticed it too. */
async function untilSettled(name: string, local: LocalCounters, store: LimiterStore): Promise<void> {
  let backSince: number | undefined;
  while (backSince === undefined || performance.now() - backSince < SETTLE_MS) {
    await delay(PROBE_MS, undefined, { ref: false });
    const isBack = (await answers(store)) && (await payDebts(name, local, store));
    backSince = isBack ? (backSince ?? performance.now()) : undefined;
  }
}

const answers = async ({ circuit, redis }: LimiterStore): Promise<boolean> =>
  (await circuit.attempt(() => redis.ping())) !== undefined;

/** Pays what is owed now. Whether the store took all of it. */
async function payDebts(name: string, local: LocalCounters, store: LimiterStore): Promise<boolean> {
  const keys = [...local.debts.keys()];
  for (let first = 0; first < keys.length; first += PAID_AT_ONCE) {
    const paid = await Promise.all(keys.slice(first, first + PAID_AT_ONCE).map((key) => pay(name, local, store, key)));
    if (paid.includes(false)) return false;
  }
  return true;
}

async function pay(name: string, local: LocalCounters, store: LimiterStore, key: string): Promise<boolean> {
  const debt = local.debts.peek(key);
  if (!debt) return true;
  const { quota, owed } = debt;
  const now = Date.now();
  // What is older than a window counts no more.
  const cost = Math.min(owed, local.passed.used(key, quota, now));
  if (cost > 0) {
    const floor = local.counted.used(key, quota, now);
    const answer = await store.circuit.attempt(() =>
      countInStore(store.redis, key, quota, { cost, floor, force: true }),
    );
    if (!answer) return false;
    local.counted.raise(key, quota, answer.used, Date.now());
    publish(COUNTED, { name, storedKey: key, used: answer.used, quota } satisfies Counted);
  }
  debt.owed -= owed;
  if (debt.owed === 0) local.debts.delete(key);
  return true;
}
