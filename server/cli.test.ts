import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemContext } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { env, overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";

testDatabase();

const KEY = "a secret key for tests, long enough to be one";
const folder = mkdtempSync(join(tmpdir(), "throng-cli-"));
const elsewhere = join(folder, "elsewhere");
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  overrideEnv({ SECRET_KEY: KEY });
  const event = { action: "test.signed", target: { kind: "cache", id: "all" } };
  await transact((tx) => audit(tx, systemContext("test"), event));
});

/** A command on the database at DATABASE_URL, from a machine whose DATA_DIR is another one. */
async function run(words: string[], given: { SECRET_KEY?: string; DATA_DIR?: string } = {}) {
  const { SECRET_KEY: _, ...rest } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli.ts", ...words], {
    env: { ...rest, DATABASE_URL: env().DATABASE_URL, DATA_DIR: elsewhere, ...given },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((done) => child.once("close", done));
  const [said, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, said, complained };
}

test("checks the audit log of another machine's database without a key, and says what it did not check", async () => {
  expect(await run(["verify-audit"])).toMatchObject({
    code: 0,
    said: expect.stringMatching(
      /^No SECRET_KEY is known here: the signatures were not checked\.\nThe audit log is whole: 1 /,
    ),
  });
  expect(existsSync(elsewhere)).toBe(false);
});

test.each([
  ["unblock", ["unblock", "203.0.113.7"]],
  ["restore", ["restore", join(folder, "none.sql.gz"), "--replace"]],
])("does not write without the key by which the audit log is signed: %s", async (_name, words) => {
  expect(await run(words)).toMatchObject({ code: 1, complained: expect.stringMatching(/^Give SECRET_KEY, or /) });
  expect(existsSync(elsewhere)).toBe(false);
});

test("takes the key that is given or kept", async () => {
  const given = await run(["verify-audit"], { SECRET_KEY: KEY });
  expect(given).toMatchObject({ code: 0, said: expect.stringMatching(/^The audit log is whole: 1 /) });
  writeFileSync(join(folder, "secret-key"), KEY);
  expect(await run(["verify-audit"], { DATA_DIR: folder })).toEqual(given);
});
