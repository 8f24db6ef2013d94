import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

type SmallDisk = {
  folder: string;
  /** Takes all space there is, to the last byte. */
  fill: () => void;
  /** Gives it back. */
  clear: () => void;
};

/** A file system of `size`, such as "200m", for the tests of this file; undefined where this user may mount none. */
export function smallDisk(size: string): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "throng-small-"));
  try {
    // As root the database server runs as another user, who must be able to pass through.
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=711`, "tmpfs", folder], { stdio: "ignore" });
  } catch {
    rmdirSync(folder);
    return undefined;
  }
  afterAll(() => {
    execFileSync("umount", ["-l", folder]);
    rmdirSync(folder);
  });
  const ballast = join(folder, "ballast");
  return { folder, fill: () => fill(ballast), clear: () => rmSync(ballast, { force: true }) };
}

function fill(path: string): void {
  const fd = openSync(path, "a");
  // The last pieces are small: a large one that does not fit is refused as a whole or in part.
  for (const bytes of [1 << 20, 1 << 12, 1]) writeWhileThereIsRoom(fd, Buffer.alloc(bytes));
  closeSync(fd);
}

function writeWhileThereIsRoom(fd: number, piece: Buffer): void {
  try {
    while (writeSync(fd, piece) > 0);
  } catch {
    // Full.
  }
}
