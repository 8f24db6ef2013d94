import { isUnstorable } from "./db";
import { log } from "./log";

/** How many entries are written at once. */
const BATCH = 1_000;

export type BufferOptions<T> = {
  /** What waits in it, for the log and the figures. */
  name: string;
  /** How many entries wait at most. */
  max: number;
  /** How often they are written, in milliseconds. */
  flushMs: number;
  /** What two entries of one key become; `known` came first, and may be changed. */
  merge: (known: T, next: T) => T;
  /** Writes entries by one statement: all of them or none. */
  write: (entries: T[]) => Promise<unknown>;
  /**
   * Given where the same entry may be written twice without doubling: its own id, under which it waits once it was tried, so
   * that nothing is merged into it any more.
   */
  idOf?: (entry: T) => string;
};

type Waiting<T> = { key: string; entry: T; dueAt: number };
export type State<T> = {
  waiting: Map<string, Waiting<T>>;
  /** How many are being written. */
  underWay: number;
  dropped: number;
  /** How many of those were turned away since the last flush. */
  turnedAway: number;
  flushing: Promise<boolean> | undefined;
};
export type Buffer<T> = BufferOptions<T> & { readonly state: State<T> };

export function newState<T>(): State<T> {
  return { waiting: new Map(), underWay: 0, dropped: 0, turnedAway: 0, flushing: undefined };
}

/** Writes what is due, or `all`, after the flush that is under way. False when some of it has to wait. */
export async function flush<T>(buffer: Buffer<T>, all: boolean): Promise<boolean> {
  const { state } = buffer;
  const run = after(state.flushing, () => writeDue(buffer, all));
  state.flushing = run;
  try {
    return await run;
  } finally {
    if (state.flushing === run) state.flushing = undefined;
  }
}

async function after<T>(before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
  await before;
  return work();
}

async function writeDue<T>(buffer: Buffer<T>, all: boolean): Promise<boolean> {
  const { name, state } = buffer;
  if (state.turnedAway > 0) log().warn({ dropped: state.turnedAway }, `some of ${name} was dropped: too much waits`);
  state.turnedAway = 0;
  const now = Date.now();
  const due = [...state.waiting.values()].filter(({ dueAt }) => all || dueAt <= now).map(({ key }) => key);
  for (let first = 0; first < due.length; first += BATCH) {
    if (!(await writeKeys(buffer, due.slice(first, first + BATCH)))) return false;
  }
  return true;
}

/** Takes out what waits under `keys` and writes it. False when some of it could not be written, and waits again. */
export async function writeKeys<T>(buffer: Buffer<T>, keys: string[]): Promise<boolean> {
  const { state } = buffer;
  const taken = keys.flatMap((key) => state.waiting.get(key) ?? []);
  for (const { key } of taken) state.waiting.delete(key);
  state.underWay += taken.length;
  const left = taken.length > 0 ? await write(buffer, taken) : [];
  state.underWay -= taken.length;
  for (const one of left) putBack(buffer, one);
  return left.length === 0;
}

/** Answers what could not be written yet. Where one entry can never be, halves are tried until it stands alone. */
async function write<T>(buffer: Buffer<T>, taken: Waiting<T>[]): Promise<Waiting<T>[]> {
  try {
    await buffer.write(taken.map(({ entry }) => entry));
    return [];
  } catch (error) {
    if (!isUnstorable(error)) {
      log().warn({ err: error, waiting: taken.length }, `${buffer.name} could not be written yet`);
      return taken;
    }
    if (taken.length === 1) {
      buffer.state.dropped++;
      log().error({ err: error }, `one of ${buffer.name} cannot be written and is left out`);
      return [];
    }
    const middle = Math.floor(taken.length / 2);
    const left = await write(buffer, taken.slice(0, middle));
    const rest = taken.slice(middle);
    return left.length > 0 ? [...left, ...rest] : write(buffer, rest);
  }
}

/** What came meanwhile under the same key is merged into it. */
function putBack<T>({ merge, idOf, state }: Buffer<T>, { key, entry }: Waiting<T>): void {
  const id = idOf?.(entry) ?? key;
  const newer = state.waiting.get(id);
  state.waiting.set(id, { key: id, entry: newer ? merge(entry, newer.entry) : entry, dueAt: 0 });
}
