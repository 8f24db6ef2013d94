import { statfs } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { figure } from "./figures";
import { log } from "./log";
import { remember } from "./remember";

/**
 * What stays free of a disk, in bytes: PostgreSQL, which crashes when its own log finds no room, goes on reading and ends
 * what is under way. A disk that was full has space again once twice as much is free.
 */
const RESERVE = 64_000_000;
const ENOUGH = 2 * RESERVE;
const LOOK_MS = 1_000;

/** The sentence for whoever wanted to save something. */
export const DISK_FULL = "The disk of this instance is full: nothing can be saved until there is space again.";
/** Seconds after which whoever wanted to may ask again. */
export const DISK_RETRY_SECONDS = 30;

type Disk = { freeBytes: number; totalBytes: number; isFull: boolean; refuses: boolean };

const disk = (): Disk => remember<Disk>("disk", () => ({ freeBytes: 0, totalBytes: 0, isFull: false, refuses: false }));

/** The tightest disk of every living process, in MB. */
export const diskFigures = figure("disk", () => {
  const { freeBytes, totalBytes, isFull } = disk();
  return { freeMb: Math.round(freeBytes / 1e6), totalMb: Math.round(totalBytes / 1e6), full: isFull };
});

/** False while what is to stay must be refused, as the disk of the database has no more than its reserve. */
export const mayStore = (): boolean => !disk().refuses;

/** Whether a disk of this process has no more than its reserve. */
export const isDiskTight = (): boolean => disk().isFull;

/**
 * An error that says that the disk of `folder` is full, when it has no more than its reserve: for what can wait.
 * @throws Error with the code ENOSPC
 */
export async function requireSpace(folder: string): Promise<void> {
  const { freeBytes } = await spaceOf(folder);
  if (freeBytes < RESERVE) throw Object.assign(new Error("The disk is full."), { code: "ENOSPC" });
}

type Watch = {
  folders: string[];
  /** Whether the database lies in one of them, so that nothing is to be stored while it is full. */
  holdsDatabase: boolean;
  /** Tells people that the disk is full, or that it was: asked until it succeeds, which may be when there is space again. */
  tell: (isStillFull: boolean) => Promise<void>;
};

/** Looks every second how much space the disks of `folders` have. The answered function ends that. */
export async function startDiskWatch(watch: Watch): Promise<() => void> {
  const end = new AbortController();
  await look(watch);
  void keepLooking(watch, end.signal);
  return () => {
    end.abort();
    disk().refuses = false;
  };
}

async function keepLooking(watch: Watch, signal: AbortSignal): Promise<void> {
  let isOwed = disk().isFull;
  while (!signal.aborted) {
    await delay(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
    const wasFull = disk().isFull;
    await look(watch);
    isOwed ||= !wasFull && disk().isFull;
    if (isOwed) isOwed = !(await succeeds(watch.tell(disk().isFull)));
  }
}

const succeeds = (task: Promise<void>): Promise<boolean> =>
  task.then(
    () => true,
    () => false,
  );

/** Notes how the tightest of the disks stands. One that can't be asked says nothing. */
async function look({ folders, holdsDatabase }: Watch): Promise<void> {
  const asked = await Promise.allSettled(folders.map(spaceOf));
  const spaces = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  const [tightest] = spaces.toSorted((a, b) => a.freeBytes - b.freeBytes);
  if (!tightest) return;
  const state = disk();
  const wasFull = state.isFull;
  const isFull = tightest.freeBytes < (wasFull ? ENOUGH : RESERVE);
  Object.assign(state, tightest, { isFull, refuses: isFull && holdsDatabase });
  if (isFull && !wasFull) log().error({ event: "disk_full", ...tightest }, "the disk is full");
  if (wasFull && !isFull) log().info({ event: "disk_space", ...tightest }, "the disk has space again");
}

async function spaceOf(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
