import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { processIdentity } from "./processes";
import { StartError, systemCode } from "./start-error";

const Holder = z.object({ pid: z.number().int().positive(), identity: z.string() });
type Holder = z.infer<typeof Holder>;

const LOCK = "throng.lock";

/**
 * Makes `folder` when absent and checks that this user may work in it.
 * @throws StartError naming the folder and what is wrong with it
 */
export function openFolder(folder: string): void {
  try {
    // As root the folder may be passed through, not listed: the database server runs as another user.
    mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const code = systemCode(error);
    if (code === "EEXIST" || code === "ENOTDIR") throw new StartError(`The data folder ${folder} is not a folder.`);
    if (code === "ENOSPC") throw new StartError(`The disk of the data folder ${folder} is full.`);
    throw new StartError(
      `The data folder ${folder} cannot be read and written by this user (${code ?? String(error)}).`,
    );
  }
}

/** The process that holds `folder` now; undefined when nobody does. */
export function folderHolder(folder: string): number | undefined {
  const holder = readHolder(join(folder, LOCK));
  return holder && isRunning(holder) ? holder.pid : undefined;
}

/**
 * Takes `folder` for this process alone until the returned function is called or the process ends, however it ends.
 * @throws StartError when a living process holds it
 */
export function lockFolder(folder: string): () => void {
  const lock = join(folder, LOCK);
  const own = join(folder, `${LOCK}.${process.pid}`);
  const content = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) ?? "" } satisfies Holder);
  writeFileSync(own, content, { mode: 0o644 });
  try {
    for (let tries = 0; tries < 5; tries++) {
      if (linked(own, lock)) return () => releaseLock(lock, content);
      const holder = readHolder(lock);
      if (holder && isRunning(holder)) throw heldBy(folder, holder.pid);
      removeStale(lock, holder);
    }
    throw new StartError(`The data folder ${folder} could not be locked.`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** The refusal of a second start on `folder`. */
export function heldBy(folder: string, pid: number): StartError {
  return new StartError(`Throng already runs on the data folder ${folder} (process ${pid}).`);
}

/** A link appears at once and with its content, so no reader ever sees half a lock. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    return written(from, to);
  }
}

/** For file systems without hard links. */
function written(from: string, to: string): boolean {
  try {
    writeFileSync(to, readFileSync(from), { flag: "wx", mode: 0o644 });
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Takes the lock of a dead process away, and puts it back when another start was faster and it is a living one's. */
function removeStale(lock: string, seen: Holder | undefined): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved && isRunning(moved) && JSON.stringify(moved) !== JSON.stringify(seen)) linked(aside, lock);
  rmSync(aside, { force: true });
}

function releaseLock(lock: string, content: string): void {
  const holder = readHolder(lock);
  if (holder && JSON.stringify(holder) === content) rmSync(lock, { force: true });
}

function isRunning(holder: Holder): boolean {
  const now = processIdentity(holder.pid);
  return now !== undefined && (now === holder.identity || now === "running" || holder.identity === "running");
}

function readHolder(lock: string): Holder | undefined {
  try {
    return Holder.safeParse(JSON.parse(readFileSync(lock, "utf8"))).data;
  } catch {
    return undefined;
  }
}
