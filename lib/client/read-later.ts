import { retry } from "./retry";

export type ReadLater = { after(ms: number): void; stop(): void };

/**
 * Reads after a while, and once for all who ask until then; the soonest counts. What is asked for `ms` from now happens
 * between that and twice as late, by chance: many hear the same event, and shall not all read at the same moment.
 */
export function createReadLater(read: () => Promise<void>, chance = Math.random): ReadLater {
  let planned: { timer: ReturnType<typeof setTimeout>; at: number } | undefined;
  return {
    after: (ms) => {
      const wait = ms * (1 + chance());
      const at = Date.now() + wait;
      if (planned && planned.at <= at) return;
      clearTimeout(planned?.timer);
      const timer = setTimeout(() => {
        planned = undefined;
        void retry(read);
      }, wait);
      planned = { timer, at };
    },
    stop: () => {
      clearTimeout(planned?.timer);
      planned = undefined;
    },
  };
}
