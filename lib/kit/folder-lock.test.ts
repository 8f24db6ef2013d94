import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { folderHolder, lockFolder, openFolder } from "./folder-lock";
import { processIdentity } from "./processes";
import { isStartError } from "./start-error";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throng-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const writeLock = (pid: number, identity: string) =>
  writeFileSync(join(folder, "throng.lock"), JSON.stringify({ pid, identity }));

/** The number of a process that ended a moment ago. */
const deadPid = () => spawnSync(process.execPath, ["-e", ""]).pid;

describe("lockFolder", () => {
  test("refuses a second holder with the first one's process id, and is free after a release", () => {
    const release = lockFolder(folder);
    expect(folderHolder(folder)).toBe(process.pid);
    expect(() => lockFolder(folder)).toThrow(`already runs on the data folder ${folder} (process ${process.pid})`);
    release();
    expect(folderHolder(folder)).toBeUndefined();
    lockFolder(folder)();
  });

  test("takes over the lock of a process that is dead", () => {
    writeLock(deadPid(), processIdentity(process.pid) ?? "");
    expect(folderHolder(folder)).toBeUndefined();
    lockFolder(folder)();
    expect(existsSync(join(folder, "throng.lock"))).toBe(false);
  });

  test("takes over the lock of a dead process whose number another process has now", () => {
    writeLock(process.pid, "1@another-boot");
    const release = lockFolder(folder);
    expect(JSON.parse(readFileSync(join(folder, "throng.lock"), "utf8"))).toMatchObject({
      identity: processIdentity(process.pid),
    });
    release();
  });

  test("takes over a lock that is no lock", () => {
    writeFileSync(join(folder, "throng.lock"), "half a li");
    lockFolder(folder)();
  });

  test("leaves a lock alone that is no longer its own", () => {
    const release = lockFolder(folder);
    writeLock(1, processIdentity(1) ?? "");
    release();
    expect(folderHolder(folder)).toBe(1);
  });
});

describe("openFolder", () => {
  test("makes a missing folder", () => {
    openFolder(join(folder, "a", "b"));
    expect(existsSync(join(folder, "a", "b"))).toBe(true);
  });

  test("refuses a file in one sentence", () => {
    writeFileSync(join(folder, "file"), "");
    expect(refusalOf(() => openFolder(join(folder, "file")))).toMatch(/file is not a folder\.$/);
  });

  test.skipIf(process.getuid?.() === 0)("refuses a folder it may not write to (root may)", () => {
    chmodSync(folder, 0o500);
    expect(refusalOf(() => openFolder(folder))).toMatch(/cannot be read and written by this user \(EACCES\)\.$/);
    chmodSync(folder, 0o700);
  });
});

function refusalOf(act: () => void): string {
  try {
    act();
  } catch (error) {
    if (isStartError(error)) return error.message;
    throw error;
  }
  return "";
}
