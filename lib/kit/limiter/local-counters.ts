import { LRUCache } from "lru-cache";
import { RESUMED, subscribe } from "@/lib/kit/bus";
import { remember } from "@/lib/kit/remember";
import { type Quota, SlidingLog } from "./sliding-log";

const DEBTS_MAX = 50_000;

/** The counters that this process keeps under one limiter name. */
export type LocalCounters = {
  /** What counts in this process; beside a store, what that counted for this process and the others. */
  counted: SlidingLog;
  /** What passed here while the store was away. */
  passed: SlidingLog;
  /** What of it is not paid into the store yet, by key. */
  debts: LRUCache<string, { quota: Quota; owed: number }>;
  /** Decisions are made here, until the store is back and the other processes have paid too. */
  isAway: boolean;
  /** The store is tried, or is still being paid. */
  isComingBack: boolean;
  /** Epoch milliseconds: when the store came back last. It may have lost what it counted before. */
  backAt: number;
};

/** What the store let pass somewhere. */
export type Counted = { name: string; storedKey: string; used: number; quota: Quota };

/** The topics on which a reset, as `{ name, storedKey }`, and what the store counted reach every process. */
export const RESET = "limiter:reset";
export const COUNTED = "limiter:counted";

const newCounters = (): LocalCounters => ({
  counted: new SlidingLog(),
  passed: new SlidingLog(),
  debts: new LRUCache({ max: DEBTS_MAX }),
  isAway: false,
  isComingBack: false,
  backAt: Number.NEGATIVE_INFINITY,
});

const all = () =>
  remember("limiter-counters", () => {
    const counters = new Map<string, LocalCounters>();
    subscribe(RESET, (data) => {
      const { name, storedKey } = data as { name: string; storedKey: string };
      const known = counters.get(name);
      known?.counted.forget(storedKey);
      known?.passed.forget(storedKey);
      known?.debts.delete(storedKey);
    });
    subscribe(COUNTED, (data, { local }) => {
      const { name, storedKey, used, quota } = data as Counted;
      if (!local) countersIn(counters, name).counted.raise(storedKey, quota, used, Date.now());
    });
    subscribe(RESUMED, () => {
      for (const one of counters.values()) one.backAt = Date.now();
    });
    return counters;
  });

function countersIn(counters: Map<string, LocalCounters>, name: string): LocalCounters {
  const known = counters.get(name) ?? newCounters();
  counters.set(name, known);
  return known;
}

export const localCounters = (name: string): LocalCounters => countersIn(all(), name);

/** From now on the counters hear what is counted and reset elsewhere, also under names this process has not used. */
export const startCounts = (): void => void all();
