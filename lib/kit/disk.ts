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
  /** Where logs, backups and mails lie. */
  dataFolder: string;
  /** Where the database lies, unless it is elsewhere: only while that disk is full nothing is to be stored. */
  database: string | undefined;
  /** Tells people that the disk is full, or that it was: asked until it succeeds, which may be when there is space again. */
  tell: (isStillFull: boolean) => Promise<void>;
};

/** Looks every second how much space the disks of data folder and database have. The answered function ends that. */
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

/** Notes how the disks stand. One that can't be asked says nothing. */
async function look({ dataFolder, database }: Watch): Promise<void> {
  const [own, its] = await Promise.all([dataFolder, database].map(spaceIfKnown));
  const [tightest] = [own, its].filter((one) => one !== undefined).toSorted((a, b) => a.freeBytes - b.freeBytes);
  if (!tightest) return;
  const state = disk();
  const wasFull = state.isFull;
  const refuses = isTight(its, state.refuses);
  const isFull = refuses || isTight(own, wasFull);
  Object.assign(state, tightest, { isFull, refuses });
  if (isFull && !wasFull) log().error({ event: "disk_full", ...tightest }, "the disk is full");
  if (wasFull && !isFull) log().info({ event: "disk_space", ...tightest }, "the disk has space again");
}

type Space = { freeBytes: number; totalBytes: number };

const isTight = (space: Space | undefined, wasTight: boolean): boolean =>
  space !== undefined && space.freeBytes < (wasTight ? ENOUGH : RESERVE);

const spaceIfKnown = async (folder: string | undefined): Promise<Space | undefined> =>
  folder === undefined ? undefined : spaceOf(folder).catch(() => undefined);

async function spaceOf(folder: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
