/** How many fetch at a time from one host and in all, and how many wait for it. */
const HOST_MAX = 4;
const ALL_MAX = 16;
const WAITING_MAX = 64;

/** Lets only so many do something at a time, by host and in all. */
export type Turns = {
  /** Resolves when it is the caller's turn to what ends it; undefined, at once, when too many wait. */
  take: (host: string) => Promise<(() => void) | undefined>;
};

type Waiting = { host: string; go: (done: () => void) => void };

export function makeTurns(): Turns {
  const running = new Map<string, number>();
  const waiting: Waiting[] = [];
  let all = 0;
  const isFree = (host: string) => all < ALL_MAX && (running.get(host) ?? 0) < HOST_MAX;

  const begin = (host: string): (() => void) => {
    all++;
    running.set(host, (running.get(host) ?? 0) + 1);
    return () => {
      all--;
      const left = (running.get(host) ?? 1) - 1;
      if (left > 0) running.set(host, left);
      else running.delete(host);
      // One turn ended, so one can begin: the first in line whose host is free.
      const next = waiting.findIndex((one) => isFree(one.host));
      const [first] = next < 0 ? [] : waiting.splice(next, 1);
      first?.go(begin(first.host));
    };
  };

  return {
    take: async (host) => {
      if (isFree(host)) return begin(host);
      if (waiting.filter((one) => one.host === host).length >= WAITING_MAX) return undefined;
      return new Promise((go) => waiting.push({ host, go }));
    },
  };
}
