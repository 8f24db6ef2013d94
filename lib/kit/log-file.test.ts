import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, write, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LogFile, type LogTrouble, openLogFile } from "./log-file";

let folder = "";
const open: LogFile[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throng-log-"));
});
afterEach(() => {
  for (const file of open.splice(0)) file.close();
  rmSync(folder, { recursive: true });
});

/** A disk with space for `space` bytes, as a log file meets it: it takes what fits, and refuses when nothing does. */
function makeDisk(space: number) {
  const disk = { space };
  const append: NonNullable<Parameters<typeof openLogFile>[0]["append"]> = (fd, bytes, done) => {
    const part = bytes.subarray(0, disk.space);
    disk.space -= part.length;
    if (part.length > 0) return write(fd, part, (_error, written) => done(null, written));
    process.nextTick(done, Object.assign(new Error("no space left on device"), { code: "ENOSPC" }), 0);
  };
  return { disk, append };
}

function openHere(options: Partial<Parameters<typeof openLogFile>[0]> = {}) {
  const path = join(folder, "throng.log");
  const troubles: LogTrouble[] = [];
  const file = openLogFile({ path, onTrouble: (trouble) => troubles.push(trouble), ...options });
  open.push(file);
  const written = () => readFileSync(path, "utf8").split("\n");
  return { file, path, troubles, written };
}

/** Lets a write of the file end, and another that follows it. */
async function flushed(file: LogFile): Promise<void> {
  file.flush();
  await new Promise((done) => setTimeout(done, 50));
}

test("keeps lines while the disk is full, and writes each as a whole once there is space", async () => {
  const { disk, append } = makeDisk(14);
  const { file, troubles, written } = openHere({ append });
  for (const line of ["first", "second", "third"]) file.write(`{"${line}"}\n`);
  await flushed(file);
  expect(written()).toEqual(['{"first"}', '{"se']);
  await flushed(file);
  file.write('{"fourth"}\n');
  await flushed(file);
  expect(troubles).toEqual([{ error: expect.any(Error) }]);
  disk.space = 1_000;
  await flushed(file);
  const torn = ['{"first"}', '{"se', '{"second"}', '{"third"}', '{"fourth"}', ""];
  expect(written()).toEqual(torn);
  expect(troubles).toEqual([{ error: expect.any(Error) }, { lost: 0 }]);
});

test("bounds what waits, and says how many lines were lost", async () => {
  const { disk, append } = makeDisk(0);
  const { file, troubles, written } = openHere({ append });
  const line = `${"x".repeat(9_999)}\n`;
  for (let n = 0; n < 150; n++) {
    file.write(line);
    await turn();
  }
  await flushed(file);
  disk.space = 10_000_000;
  await flushed(file);
  expect(troubles).toEqual([{ error: expect.any(Error) }, { lost: 50 }]);
  expect(written().filter((one) => one.length > 0)).toHaveLength(100);
});

test("begins anew when the file is large enough, and keeps a few older ones", async () => {
  const { file } = openHere({ maxBytes: 20, kept: 2 });
  for (const line of ["one", "two", "three", "four"]) {
    file.write(`${line.padEnd(24)}\n`);
    await flushed(file);
  }
  const contents = ["throng.log", "throng.log.1", "throng.log.2"].map((name) =>
    readFileSync(join(folder, name), "utf8").trim(),
  );
  expect(contents).toEqual(["four", "three", "two"]);
  expect(readdirSync(folder)).toHaveLength(3);
});

test("follows the file when others move it on, and what a dead process left does not keep it from doing so itself", async () => {
  const { file, path, written } = openHere({ maxBytes: 20, kept: 2 });
  renameSync(path, `${path}.moved`);
  file.write("after the move\n");
  await flushed(file);
  expect(written()).toEqual(["after the move", ""]);
  writeFileSync(`${path}.rotating`, "");
  file.write("long enough for another file\n");
  await flushed(file);
  file.write("still here, as somebody seems to be at it\n");
  await flushed(file);
  expect(written()).toHaveLength(4);
  utimesSync(`${path}.rotating`, 0, 0);
  for (const line of ["which clears what was left", "and now it begins anew"]) {
    file.write(`${line}\n`);
    await flushed(file);
  }
  expect(written()).toEqual(["and now it begins anew", ""]);
});

test("loses nothing of what several processes write at once, however often the file begins anew", async () => {
  const script = `
    const { openLogFile } = await import(${JSON.stringify(resolve("lib/kit/log-file.ts"))});
    const file = openLogFile({ path: ${JSON.stringify(join(folder, "throng.log"))}, onTrouble: () => process.exit(9),
      maxBytes: 50_000, kept: 200 });
    process.once("exit", () => file.flushSync());
    for (let n = 0; n < 5_000; n++) {
      file.write(JSON.stringify({ pid: process.pid, n, filler: "x".repeat(60) }) + "\\n");
      if (n % 50 === 0) await new Promise((done) => setTimeout(done, 1));
    }
    process.exit(0);`;
  const writers = Array.from({ length: 3 }, () =>
    spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: "inherit" }),
  );
  const codes = await Promise.all(writers.map(async (writer) => (await once(writer, "exit"))[0]));
  expect(codes).toEqual([0, 0, 0]);
  const names = readdirSync(folder);
  const lines = names.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n")).filter(Boolean);
  const seen = new Set(
    lines.map((line) => JSON.parse(line) as { pid: number; n: number }).map(({ pid, n }) => `${pid}:${n}`),
  );
  expect([lines.length, seen.size]).toEqual([15_000, 15_000]);
  expect(names.length).toBeGreaterThan(10);
});
