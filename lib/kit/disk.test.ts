import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { diskFigures, isDiskTight, mayStore, requireSpace, startDiskWatch } from "./disk";
import { smallDisk } from "./testing/small-disk";

const disk = smallDisk("200m");
const elsewhere = mkdtempSync(join(tmpdir(), "throng-disk-"));
afterAll(() => rmSync(elsewhere, { recursive: true }));

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe.skipIf(!disk)("on a small disk (needs the right to mount one)", () => {
  const folder = disk?.folder ?? "";
  const told: number[] = [];
  const watch = async (dataFolder: string, database: string | undefined) => {
    const tell = async () => {
      told.push(Date.now());
      if (told.length === 1) throw new Error("the database is away");
    };
    stops.push(await startDiskWatch({ dataFolder, database, tell }));
  };

  test("keeps its reserve for what must go on, tells until it is heard, and has space again when twice as much is free", async () => {
    await watch(elsewhere, folder);
    expect([mayStore(), isDiskTight()]).toEqual([true, false]);
    await requireSpace(folder);
    const ballast = join(folder, "ballast");
    writeFileSync(ballast, Buffer.alloc(150_000_000));
    await expect.poll(() => mayStore(), { timeout: 60_000 }).toBe(false);
    expect(diskFigures()[0]).toMatchObject({ full: true, totalMb: 210 });
    await expect(requireSpace(folder)).rejects.toMatchObject({ code: "ENOSPC" });
    await expect.poll(() => told.length, { timeout: 60_000 }).toBe(2);
    // More than the reserve, and less than twice as much.
    writeFileSync(ballast, Buffer.alloc(100_000_000));
    const before = diskFigures()[0]?.freeMb;
    await expect.poll(() => diskFigures()[0]?.freeMb, { timeout: 60_000 }).not.toBe(before);
    expect(mayStore()).toBe(false);
    rmSync(ballast);
    await expect.poll(() => mayStore(), { timeout: 60_000 }).toBe(true);
    expect(told).toHaveLength(2);
  });

  test("refuses nothing where the database is elsewhere, and still says that the disk is full", async () => {
    writeFileSync(join(folder, "ballast"), Buffer.alloc(150_000_000));
    for (const database of [undefined, elsewhere, "/nowhere"]) {
      await watch(folder, database);
      expect([mayStore(), isDiskTight()]).toEqual([true, true]);
    }
    rmSync(join(folder, "ballast"));
  });
});
