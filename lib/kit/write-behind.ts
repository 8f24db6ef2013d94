import { setTimeout as delay } from "node:timers/promises";
import { added, figure } from "./figures";
import { log } from "./log";
import { remember } from "./remember";
import { type Buffer, type BufferOptions, flush, newState, type State, writeKeys } from "./write-behind-flush";

/** How long all buffers together try what is left before the process ends, and the time between two tries, in milliseconds. */
const LAST_MS = 8_000;
const RETRY_MS = 500;

/** Entries that wait to be written, and how many were dropped since the process began. */
export type BufferFigures = { waiting: number; dropped: number };

export type WriteBehind<T> = {
  /**
   * Takes an entry in, or into the one of its key that waits. It is written with the next flush, or with the first one after
   * `gatherMs` milliseconds. False when it was dropped, as too many wait.
   */
  add: (key: string, entry: T, gatherMs?: number) => boolean;
  /** Whether less waits than `share` of what may; when not, an entry counts as dropped. */
  mayAdd: (share: number) => boolean;
  /** Writes what is due; with `all`, also what is still being gathered. False when the database could not take it. */
  flush: (all?: boolean) => Promise<boolean>;
  /** Writes the entry of `key` at once, and nothing else. */
  flushKey: (key: string) => Promise<boolean>;
  /** Flushes from now on until the answered function is called, which writes everything that waits. */
  start: () => () => Promise<void>;
  figures: () => BufferFigures;
};

/** The buffers by name, and when, in epoch milliseconds, they are given up at the end. */
type Buffers = { states: Map<string, State<unknown>>; endAt: number | undefined };
const buffers = (): Buffers => remember<Buffers>("write-behind", () => ({ states: new Map(), endAt: undefined }));

/**
 * A buffer in memory for what is noted often and may be in the database a little later.
 *
 * One rule for loss: what was taken in waits until the database has it, however long that is away. A flush ends with the
 * first write that fails, with a warning in the log, and the next flush tries the same again. Lost is only
 * - what comes while `max` entries wait: it is turned away and counted as dropped, and the next flush logs a warning that
 *   says how many they were;
 * - what no database can hold: it is left out singly, so that nothing else waits for it, counted as dropped, and logged as an
 *   error;
 * - what still waits when the process stops and the database does not come back within eight seconds, which all buffers
 *   share: an error in the log says how much it was;
 * - what came since the last flush, when the process dies.
 * A write whose answer was lost is repeated: what it added up counts twice then, unless entries have ids (`idOf`).
 */
export function writeBehind<T>(options: BufferOptions<T>): WriteBehind<T> {
  const buffer: Buffer<T> = {
    ...options,
    get state() {
      return stateOf<T>(options.name);
    },
  };
  return {
    add: (key, entry, gatherMs = 0) => add(buffer, key, entry, gatherMs === 0 ? 0 : Date.now() + gatherMs),
    mayAdd: (share) => mayAdd(buffer, share),
    flush: (all = false) => flush(buffer, all),
    flushKey: (key) => writeKeys(buffer, [key]),
    start: () => start(buffer),
    figures: () => figuresOf(buffer.state),
  };
}

const figures = figure("buffers", () => [...buffers().states].map(([name, state]) => ({ name, ...figuresOf(state) })));

/** The figures of every buffer by name, over the living processes. */
export function allBufferFigures(): Record<string, BufferFigures> {
  const sums: Record<string, BufferFigures> = {};
  for (const { name, ...counts } of figures().flat()) sums[name] = added(counts, sums[name]);
  return sums;
}

function stateOf<T>(name: string): State<T> {
  const { states } = buffers();
  const state = (states.get(name) as State<T> | undefined) ?? newState<T>();
  states.set(name, state);
  return state;
}

function figuresOf<T>({ waiting, underWay, dropped }: State<T>): BufferFigures {
  return { waiting: waiting.size + underWay, dropped };
}

function add<T>(buffer: Buffer<T>, key: string, entry: T, dueAt: number): boolean {
  const { merge, state } = buffer;
  const known = state.waiting.get(key);
  if (known) known.entry = merge(known.entry, entry);
  else if (mayAdd(buffer, 1)) state.waiting.set(key, { key, entry, dueAt });
  else return false;
  return true;
}

function mayAdd<T>({ max, state }: Buffer<T>, share: number): boolean {
  if (figuresOf(state).waiting < max * share) return true;
  state.dropped++;
  state.turnedAway++;
  return false;
}

function start<T>(buffer: Buffer<T>): () => Promise<void> {
  buffers().endAt = undefined;
  const timer = setInterval(() => {
    if (!buffer.state.flushing) void flush(buffer, false);
  }, buffer.flushMs);
  return async () => {
    clearInterval(timer);
    const late = new AbortController();
    const isWritten = await Promise.race([flushUntil(buffer, late.signal), delay(msToTheEnd(), false)]);
    late.abort();
    if (isWritten) return;
    const { waiting } = figuresOf(buffer.state);
    log().error({ waiting }, `what waited of ${buffer.name} was lost: the database did not come back before the end`);
  };
}

/** The first buffer that stops begins the time that all have. Whoever comes after its end has one try. */
function msToTheEnd(): number {
  const now = Date.now();
  const endAt = buffers().endAt ?? now + LAST_MS;
  buffers().endAt = endAt;
  return Math.max(RETRY_MS, endAt - now);
}

async function flushUntil<T>(buffer: Buffer<T>, late: AbortSignal): Promise<boolean> {
  while (!late.aborted) {
    if (await flush(buffer, true)) return true;
    await delay(RETRY_MS);
  }
  return false;
}
