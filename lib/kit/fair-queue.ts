import type { AppError } from "@/lib/shared/errors";

/** Whose turn it is: those of one key share one, and the favoured come before all others. */
export type Turn = { key: string; favoured: boolean };

type Waiter = { resume: () => void; refuse: () => void };
/** Who waits, by key; the key whose turn is next comes first. */
type Lane = Map<string, Waiter[]>;

type FairQueue = {
  /** Runs `work` when its turn has come. @throws what `tooMany` makes, when too many wait */
  run: <T>(turn: Turn, work: () => Promise<T>) => Promise<T>;
};

/**
 * Runs so many at once and lets as many wait as are told, of the favoured and of all others each. Keys take turns; when the
 * queue is full, whoever holds the most places gives one up to who holds fewer, so that a crowd from one place keeps out
 * itself alone.
 */
export function createFairQueue(running: number, waiting: number, tooMany: () => AppError): FairQueue {
  let free = running;
  const [favoured, others]: [Lane, Lane] = [new Map(), new Map()];
  const enter = ({ key, favoured: isFavoured }: Turn): Promise<void> | undefined => {
    if (free > 0) {
      free--;
      return undefined;
    }
    const lane = isFavoured ? favoured : others;
    if (sizeOf(lane) >= waiting && !freePlace(lane, key)) throw tooMany();
    return new Promise((resume, reject) => {
      const waiter = { resume, refuse: () => reject(tooMany()) };
      lane.set(key, [...(lane.get(key) ?? []), waiter]);
    });
  };
  const leave = () => {
    const next = takeNext(favoured) ?? takeNext(others);
    if (next) next.resume();
    else free++;
  };
  return {
    run: async (turn, work) => {
      await enter(turn);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}

const sizeOf = (lane: Lane): number => [...lane.values()].reduce((sum, { length }) => sum + length, 0);

/** The key that waits longest for a turn gives its oldest, and goes to the end. */
function takeNext(lane: Lane): Waiter | undefined {
  const [first] = lane;
  if (!first) return undefined;
  const [key, [next, ...rest]] = first;
  lane.delete(key);
  if (rest.length > 0) lane.set(key, rest);
  return next;
}

/** Sends away the newest of the key that holds the most places, unless `key` would then hold as many. */
function freePlace(lane: Lane, key: string): boolean {
  const [most] = [...lane].toSorted(([, some], [, more]) => more.length - some.length);
  if (!most || most[1].length <= (lane.get(key)?.length ?? 0) + 1) return false;
  most[1].pop()?.refuse();
  return true;
}
