import { subscribe } from "@/lib/kit/bus";
import { remember } from "@/lib/kit/remember";
import { SlidingLog } from "./sliding-log";

/** The counters that this process keeps under one limiter name. */
export type LocalCounters = {
  log: SlidingLog;
  /** Epoch milliseconds. Until then the window holds attempts that passed here while the store was away. */
  guardedUntil: number;
};

/** The topic on which a reset reaches every process: `{ name, storedKey }`. */
export const RESET = "limiter:reset";

export const localCounters = (name: string): LocalCounters =>
  remember(`limiter:${name}`, () => {
    const made: LocalCounters = { log: new SlidingLog(), guardedUntil: 0 };
    subscribe(RESET, (data) => {
      const reset = data as { name: string; storedKey: string };
      if (reset.name === name) made.log.forget(reset.storedKey);
    });
    return made;
  });
