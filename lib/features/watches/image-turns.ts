/** How many fetch at a time from one host and in all, how many wait for it, and for how long in milliseconds. */
const HOST_MAX = 4;
const ALL_MAX = 16;
const HOST_WAITING_MAX = 64;
const ALL_WAITING_MAX = 512;
const WAIT_MS = 10_000;

/** Ends a turn. */
type Done = () => void;

/** Lets only so many do something at a time, by host and in all. */
export type Turns = {
  /** Resolves when it is the caller's turn to what ends it; undefined when too many wait, or it took too long. */
  take: (host: string) => Promise<Done | undefined>;
};

type Waiting = { host: string; go: (done: Done | undefined) => void };

export function makeTurns(): Turns {
  const running = new Map<string, number>();
  const waiting: Waiting[] = [];
  let all = 0;
  const isFree = (host: string) => all < ALL_MAX && (running.get(host) ?? 0) < HOST_MAX;

  const begin = (host: string): Done => {
    all++;
    running.set(host, (running.get(host) ?? 0) + 1);
    return () => {
      all--;
      const left = (running.get(host) ?? 1) - 1;
      if (left > 0) running.set(host, left);
      else running.delete(host);
      // One turn ended, so one can begin: the first in line whose host is free.
      const first = takeOut(waiting.find((one) => isFree(one.host)));
      first?.go(begin(first.host));
    };
  };

  const takeOut = (one: Waiting | undefined): Waiting | undefined => {
    const place = one ? waiting.indexOf(one) : -1;
    return place < 0 ? undefined : waiting.splice(place, 1)[0];
  };

  const isFull = (host: string) =>
    waiting.length >= ALL_WAITING_MAX || waiting.filter((one) => one.host === host).length >= HOST_WAITING_MAX;

  return {
    take: async (host) => {
      if (isFree(host)) return begin(host);
      if (isFull(host)) return undefined;
      return new Promise((resolve) => {
        const timer = setTimeout(() => takeOut(one)?.go(undefined), WAIT_MS);
        const go = (done: Done | undefined) => {
          clearTimeout(timer);
          resolve(done);
        };
        const one = { host, go };
        waiting.push(one);
      });
    },
  };
}
