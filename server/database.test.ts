import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { openDatabase } from "./database";

const log = pino({ level: "silent" });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throng-open-"));
  chmodSync(folder, 0o711);
  overrideEnv({ DATA_DIR: folder, DATABASE_URL: undefined });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("openDatabase", () => {
  test("starts a migrated database of its own, tells what it does, and stops it", async () => {
    const steps: string[] = [];
    const database = await openDatabase({ log, progress: (step) => steps.push(step) });
    expect(await db().user.count()).toBe(0);
    await database.stop();
    expect(steps).toEqual(["Starting PostgreSQL", "Bringing the database up to date"]);
  });

  test("uses the database at DATABASE_URL and starts none", async () => {
    overrideEnv({ DATABASE_URL: inject("postgresUrl") });
    const database = await openDatabase({ log, progress: () => undefined });
    expect(await db().user.count()).toBe(0);
    await database.stop();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    [
      "nobody listens",
      (url: string) => url.replace(/:\d+\//, ":1/"),
      /\(127\.0\.0\.1:1\/throng\) cannot be reached: .*ECONNREFUSED/,
    ],
    [
      "the password is wrong",
      (url: string) => url.replace(/:[0-9a-f]{48}@/, ":wrong@"),
      /password authentication failed/,
    ],
    ["it is missing", (url: string) => url.replace(/throng$/, "missing"), /database "missing" does not exist/],
  ])("says in one sentence that %s, without the password", async (_, change, sentence) => {
    const url = change(inject("postgresUrl"));
    overrideEnv({ DATABASE_URL: url });
    const refusal = await openDatabase({ log, progress: () => undefined }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: "StartError", message: expect.stringMatching(sentence) });
    expect(String(refusal)).not.toContain(new URL(url).password);
  });
});
