import { closeSync, fstatSync, openSync, renameSync, rmSync, statSync, write, writeSync } from "node:fs";
import { systemCode } from "./start-error";

/** A file that is begun anew when it has `MAX_BYTES`; so many older ones are kept, `.1` the newest of them. */
const MAX_BYTES = 25_000_000;
const KEPT = 8;
/** Lines are written when so many characters wait, and every `FLUSH_MS` milliseconds. */
const BATCH = 4_096;
const FLUSH_MS = 1_000;
/** Characters that wait at most while the disk takes nothing: what comes then is lost, and counted. */
const WAITING_MAX = 1_000_000;
/** A lock this old was left by a process that died, in milliseconds. */
const STALE_MS = 10_000;

type Append = (fd: number, bytes: Buffer, done: (error: Error | null, written: number) => void) => void;

/** Lines can't be written any more, or they can again, and so many were lost. */
export type LogTrouble = { error: Error } | { lost: number };

type Options = {
  path: string;
  onTrouble: (trouble: LogTrouble) => void;
  maxBytes?: number;
  kept?: number;
  append?: Append;
};

/** A destination for lines that never fails: what the disk does not take waits, as long as there is space in memory. */
export type LogFile = {
  write: (line: string) => void;
  flush: () => void;
  /** Writes what waits before the process ends. */
  flushSync: () => void;
  close: () => void;
};

type State = Required<Options> & {
  fd: number | undefined;
  waiting: string[];
  size: number;
  isWriting: boolean;
  isFailing: boolean;
  /** The file may end in the middle of a line, ours or another process's: the next write begins with a line end. */
  isTorn: boolean;
  lost: number;
};

/**
 * Appends lines to the file at `path`, which several processes may do at once: whoever finds it large enough moves it on,
 * and the others follow with their next write.
 */
export function openLogFile(options: Options): LogFile {
  const state: State = {
    ...{ maxBytes: MAX_BYTES, kept: KEPT, append: write, ...options },
    ...{ fd: undefined, waiting: [], size: 0, isWriting: false, isFailing: false, isTorn: false, lost: 0 },
  };
  attempt(state, () => follow(state));
  const timer = setInterval(() => flush(state), FLUSH_MS);
  timer.unref();
  return {
    write: (line) => add(state, line),
    flush: () => flush(state),
    flushSync: () => flushSync(state),
    close: () => {
      clearInterval(timer);
      flushSync(state);
      if (state.fd !== undefined) closeSync(state.fd);
      state.fd = undefined;
    },
  };
}

function add(state: State, line: string): void {
  if (state.size + line.length > WAITING_MAX) {
    state.lost++;
    return;
  }
  state.waiting.push(line);
  state.size += line.length;
  // After a failure the clock tries again, not every line.
  if (state.size >= BATCH && !state.isFailing) flush(state);
}

function flush(state: State): void {
  if (state.isWriting || state.waiting.length === 0) return;
  attempt(state, () => {
    const fd = follow(state);
    const lines = take(state);
    state.isWriting = true;
    state.append(fd, bytesOf(state, lines), (error, written) => {
      state.isWriting = false;
      settle(state, lines, error ? 0 : written, error);
    });
  });
}

function flushSync(state: State): void {
  if (state.waiting.length === 0) return;
  attempt(state, () => writeSync(follow(state), bytesOf(state, take(state))));
}

function attempt(state: State, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    noteFailure(state, error instanceof Error ? error : new Error(String(error)));
  }
}

function take(state: State): string[] {
  const { waiting } = state;
  state.waiting = [];
  state.size = 0;
  return waiting;
}

const bytesOf = ({ isTorn }: State, lines: string[]): Buffer => Buffer.from((isTorn ? "\n" : "") + lines.join(""));

/** After a write of `lines` of which the disk took the first `written` bytes: what is not there as a whole waits again. */
function settle(state: State, lines: string[], written: number, error: Error | null): void {
  let left = state.isTorn ? written - 1 : written;
  let whole = 0;
  for (const line of lines) {
    const bytes = Buffer.byteLength(line);
    if (bytes > left) break;
    left -= bytes;
    whole++;
  }
  if (whole === lines.length) {
    state.isTorn = false;
    noteSuccess(state);
    if (state.size >= BATCH) flush(state);
    return;
  }
  state.isTorn = true;
  const again = lines.slice(whole);
  state.waiting.unshift(...again);
  state.size += again.reduce((sum, { length }) => sum + length, 0);
  noteFailure(state, error ?? new Error("The disk took a part of the lines only."));
}

function noteFailure(state: State, error: Error): void {
  if (state.isFailing) return;
  state.isFailing = true;
  state.onTrouble({ error });
}

function noteSuccess(state: State): void {
  if (!state.isFailing) return;
  const { lost } = state;
  state.isFailing = false;
  state.lost = 0;
  state.onTrouble({ lost });
}

/** The descriptor of the file that is at `path` now: another process, or logrotate, may have moved ours on. */
function follow(state: State): number {
  const { path, fd, maxBytes } = state;
  if (fd === undefined) return reopen(state);
  const there = statSync(path, { throwIfNoEntry: false });
  if (!there || there.ino !== fstatSync(fd).ino) return reopen(state);
  if (there.size < maxBytes || !rotate(state)) return fd;
  return reopen(state);
}

function reopen(state: State): number {
  const fd = openSync(state.path, "a", 0o600);
  if (state.fd !== undefined) closeSync(state.fd);
  state.isTorn = false;
  state.fd = fd;
  return fd;
}

/** Moves the file on, by one process at a time. False when another does so, or the disk does not let us: next time. */
function rotate({ path, kept, maxBytes }: State): boolean {
  const lock = `${path}.rotating`;
  if (!takeLock(lock)) return false;
  try {
    // Whoever had the lock before may have done it.
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < maxBytes) return true;
    for (let n = kept - 1; n > 0; n--) move(`${path}.${n}`, `${path}.${n + 1}`);
    move(path, `${path}.1`);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  try {
    closeSync(openSync(lock, "wx", 0o600));
    return true;
  } catch {
    const left = statSync(lock, { throwIfNoEntry: false });
    if (left && left.mtimeMs < Date.now() - STALE_MS) rmSync(lock, { force: true });
    return false;
  }
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}
