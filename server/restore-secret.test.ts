import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";
import { TOTP } from "otpauth";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { confirmTotp } from "@/lib/core/accounts/second-factor/confirm-totp";
import { unreadableSecondFactors } from "@/lib/core/accounts/second-factor/unreadable";
import { verifyAudit } from "@/lib/core/engine/audit/verify";
import { makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { makeBackup } from "@/lib/kit/backup/make-backup";
import { env, overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";

testDatabase();

const KEY = "a secret key for tests, long enough to be one";
const OTHER_KEY = "another secret key for tests, long enough too";
const PASSPHRASE = "six words that nobody else knows";
const folder = mkdtempSync(join(tmpdir(), "throng-restore-secret-"));
afterAll(() => rmSync(folder, { recursive: true }));

let username = "";
let [withSecret, withoutSecret] = ["", ""];
beforeAll(async () => {
  overrideEnv({ SECRET_KEY: KEY, RATE_LIMITS: "auth=1000/1m" });
  const account = await makeAccount();
  username = account.username;
  const { secret } = await beginTotp(account.ctx, { userId: "me", password: PASSWORD });
  await confirmTotp(account.ctx, { userId: "me", code: new TOTP({ secret }).generate() });
  withoutSecret = join(folder, (await makeBackup(folder, 9)).name);
  overrideEnv({ BACKUP_PASSPHRASE: PASSPHRASE });
  withSecret = join(folder, (await makeBackup(folder, 9)).name);
  overrideEnv({ BACKUP_PASSPHRASE: undefined });
});

/** A data folder in which nothing is, or a secret. */
function dataFolder(secret?: string): string {
  const made = mkdtempSync(join(folder, "data-"));
  if (secret !== undefined) writeFileSync(join(made, "secret-key"), secret);
  return made;
}

async function run(words: string[], DATA_DIR: string, given: { SECRET_KEY?: string; BACKUP_PASSPHRASE?: string }) {
  const child = spawn(process.execPath, ["--import", "tsx", "server/cli.ts", ...words], {
    env: { ...process.env, SECRET_KEY: "", DATABASE_URL: env().DATABASE_URL, DATA_DIR, ...given },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = new Promise<number | null>((done) => child.once("close", done));
  const [said, complained, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, said, complained };
}

type Given = Parameters<typeof run>[2];
const restore = (file: string, data: string, given: Given) => run(["restore", file, "--replace"], data, given);
const lost = () => expect.stringContaining(`Second factors that can't be read, of ${username}:`);

test.each([
  ["an empty folder", undefined],
  ["a folder with another secret", OTHER_KEY],
])("takes the secret from the backup into %s, so that every second factor works", async (_, kept) => {
  const data = dataFolder(kept);
  const { code, said } = await restore(withSecret, data, { BACKUP_PASSPHRASE: PASSPHRASE });
  expect([code, said]).toEqual([0, expect.stringContaining("is kept in DATA_DIR/secret-key now.")]);
  expect(said).not.toContain("can't be read");
  expect(readFileSync(join(data, "secret-key"), "utf8")).toBe(KEY);
  expect(statSync(join(data, "secret-key")).mode & 0o077).toBe(0);
  const aside = readdirSync(data).filter((name) => name.startsWith("secret-key.replaced-"));
  expect(aside.map((name) => readFileSync(join(data, name), "utf8"))).toEqual(kept === undefined ? [] : [kept]);
  expect(await unreadableSecondFactors()).toEqual([]);
  expect(await verifyAudit()).toMatchObject({ faults: [], notes: [] });
});

test("keeps the secret in the backup from whoever has the backup alone", async () => {
  const written = gunzipSync(readFileSync(withSecret)).toString();
  for (const secret of [KEY, PASSPHRASE]) expect(written).not.toContain(secret);
});

test.each([
  ["another passphrase", { BACKUP_PASSPHRASE: "words that somebody made up" }, /^BACKUP_PASSPHRASE does not open/],
  [
    "another SECRET_KEY beside the passphrase",
    { BACKUP_PASSPHRASE: PASSPHRASE, SECRET_KEY: OTHER_KEY },
    /^SECRET_KEY is not/,
  ],
])("changes nothing with %s, and says why", async (_, given, words) => {
  const data = dataFolder();
  expect(await restore(withSecret, data, given)).toMatchObject({ code: 1, complained: expect.stringMatching(words) });
  expect(readdirSync(data)).not.toContain("secret-key");
});

test("says what is lacking without the passphrase, and names the second factors that can't be read", async () => {
  const given = { SECRET_KEY: OTHER_KEY };
  expect((await restore(withSecret, dataFolder(), given)).said).toContain("It is inside: give BACKUP_PASSPHRASE");
  const { code, said } = await restore(withoutSecret, dataFolder(), given);
  expect([code, said]).toEqual([
    0,
    expect.stringContaining("made with another secret than the one here. It is not inside"),
  ]);
  expect(said).toEqual(lost());
});

test("says nothing of the secret when the one that is known is the backup's", async () => {
  for (const file of [withSecret, withoutSecret]) {
    const { code, said } = await restore(file, dataFolder(KEY), { BACKUP_PASSPHRASE: "words that somebody made up" });
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^Restored \d+ rows of .* Everyone has to sign in again\.\n$/),
    ]);
  }
});

test("reads backups of before they said which secret they were made with", async () => {
  const older = join(folder, "older.sql.gz");
  const written = gunzipSync(readFileSync(withoutSecret)).toString();
  writeFileSync(older, gzipSync(written.replace(/,"secret":\{[^}]*\}/, "")));
  const { code, said } = await restore(older, dataFolder(), { SECRET_KEY: KEY });
  expect([code, said]).toEqual([0, expect.stringContaining("The backup does not say which secret it was made with")]);
  expect(said).not.toContain("can't be read");
});

test("says with each backup whether the secret is in it", async () => {
  const without = await run(["backup"], dataFolder(KEY), {});
  expect(without.said).toMatch(/\nThe secret is not in it: keep a copy of SECRET_KEY/);
  const given = await run(["backup"], dataFolder(KEY), { BACKUP_PASSPHRASE: PASSPHRASE });
  expect(given.said).toMatch(/\nThe secret is in it, encrypted/);
});
