import { heardByAll, publish, RESUMED, subscribe } from "./bus";
import { log } from "./log";
import { remember } from "./remember";
import type { Committed } from "./transact";

/** A process that missed a message reads again after this long, one whose read failed after the second, in milliseconds. */
const REREAD_MS = 60_000;
const RETRY_MS = 1_000;
/** How long the other processes may take to read a change before its author is answered, in milliseconds. */
const HEARD_MS = 2_000;

export type SharedCopy = {
  /** Reads now, and from now on whenever there may be news. The answered function stops that. */
  start: () => Promise<() => void>;
  /** Resolves once this process and the others have read what was committed, or do so a moment later. */
  publish: (committed: Committed) => Promise<void>;
  /** Reads what is stored at this moment or later. Reads never overlap, so that an older one cannot win. */
  refresh: () => Promise<void>;
};

type Reads = { running?: Promise<void>; waiting?: Promise<void>; retry?: NodeJS.Timeout };

/**
 * What every process keeps a copy of, such as the rules in force: `read` takes it from the database into this process.
 * `what` names it on the bus and in the log.
 */
export function sharedCopy(what: string, read: () => Promise<void>): SharedCopy {
  const topic = `${what}:changed`;
  const reads = remember<Reads>(`copy:${what}`, () => ({}));
  const { refresh, tryToRefresh } = refreshing(what, reads, read);
  return {
    refresh,
    async start() {
      // Listens before it reads: what changes during the read is not missed.
      const stops = [
        subscribe(topic, (_, { local }) => (local ? undefined : tryToRefresh())),
        subscribe(RESUMED, tryToRefresh),
      ];
      const timer = setInterval(() => void tryToRefresh(), REREAD_MS);
      const stop = () => {
        clearInterval(timer);
        clearTimeout(reads.retry);
        for (const one of stops) one();
      };
      try {
        await refresh();
      } catch (error) {
        stop();
        throw error;
      }
      return stop;
    },
    async publish() {
      publish(topic, {});
      await Promise.all([tryToRefresh(), heardByAll(HEARD_MS)]);
    },
  };
}

/** Reads one at a time: whoever asks during a read gets the next one. `tryToRefresh` tries again until it works. */
function refreshing(what: string, reads: Reads, read: () => Promise<void>) {
  const begin = (): Promise<void> => {
    reads.waiting = undefined;
    const running = read().finally(() => {
      reads.running = undefined;
    });
    reads.running = running;
    return running;
  };
  const refresh = (): Promise<void> => {
    if (!reads.running) return begin();
    reads.waiting ??= reads.running.then(begin, begin);
    return reads.waiting;
  };
  const tryToRefresh = async (): Promise<void> => {
    clearTimeout(reads.retry);
    try {
      await refresh();
    } catch (error) {
      log().warn({ what, err: error }, "a change could not be read yet");
      reads.retry = setTimeout(() => void tryToRefresh(), RETRY_MS).unref();
    }
  };
  return { refresh, tryToRefresh };
}
