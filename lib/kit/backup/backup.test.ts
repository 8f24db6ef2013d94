import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { listBackups, makeBackup } from "./make-backup";
import { restoreBackup } from "./restore-backup";

testDatabase();

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "throng-backup-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NASTY = "tab\tline\nreturn\rback\\slash \\. \\N \u2028 \u0085 👩‍🚀 'quote' \"double\" end";

/** Two members, a room, and a message with everything in it that a file of lines could stumble over. */
async function makeContents(): Promise<void> {
  const [ann, ben] = ["ann", "ben"].map((name) => ({ name, id: newId() }));
  for (const { id, name } of [ann, ben].filter((one) => one !== undefined)) {
    const email = `${name}@example.org`;
    const keys = { username: name, usernameKey: name, email, emailKey: email, displayName: name };
    await db().user.create({ data: { id, passwordHash: "none", ...keys } });
  }
  const room = { id: newId(), kind: "public", name: "A room", lastSeq: 1, createdById: ann?.id ?? "" } as const;
  await db().room.create({ data: room });
  const text = { id: newId(), roomId: room.id, seq: 1, rev: 1, authorId: ben?.id ?? "", clientId: "1", body: NASTY };
  await db().message.create({ data: text });
  await db().$executeRaw`CREATE TABLE IF NOT EXISTS activity_20200106 PARTITION OF activity
    FOR VALUES FROM ('2020-01-06 00:00:00+00') TO ('2020-01-13 00:00:00+00')`;
  await db().$executeRaw`INSERT INTO activity (id, at, action, feature, count, ip, details)
    VALUES (gen_random_uuid(), '2020-01-07', 'use', 'chat', 1, '', '{}')`;
}

const everything = async () => ({
  users: await db().user.findMany({ orderBy: { id: "asc" } }),
  rooms: await db().room.findMany(),
  messages: await db().message.findMany(),
  activity: await db().$queryRaw`SELECT * FROM activity ORDER BY id`,
});

test("holds all that was there, to the byte, and gives it back", async () => {
  await makeContents();
  const before = await everything();
  const { name, bytes } = await makeBackup(folder, 7);
  expect(bytes).toBeGreaterThan(0);
  await db().message.updateMany({ data: { body: "changed since" } });
  await db().$executeRaw`DROP TABLE activity_20200106`;
  const [first] = before.users;
  if (first) await db().user.create({ data: { ...first, id: newId(), usernameKey: "new", emailKey: "new" } });
  await expect(restoreBackup(join(folder, name), { guarded: "users", replace: false })).rejects.toThrow("not empty");
  const { rows } = await restoreBackup(join(folder, name), { guarded: "users", replace: true });
  expect(rows).toBeGreaterThanOrEqual(4);
  expect(await everything()).toEqual(before);
  expect(before.messages[0]?.body).toBe(NASTY);
});

test("is read under the names of today when it was made before they were given", async () => {
  await db().$executeRaw`TRUNCATE users CASCADE`;
  await makeContents();
  const range = "203.0.113.7/32";
  const block = { id: newId(), range, level: "writes", reason: "a test", automatic: false };
  await db().ipBlock.create({ data: block });
  await db().rateLimitChange.create({ data: { id: newId(), rateLimit: "api", limit: 7, windowMs: 60_000 } });
  const { name } = await makeBackup(folder, 7);
  const old = join(folder, "old.gz");
  const text = gunzipSync(readFileSync(join(folder, name))).toString();
  writeFileSync(old, gzipSync(beforeTheNames(text)));
  await db().ipBlock.deleteMany();
  await restoreBackup(old, { guarded: "users", replace: true });
  expect(await db().ipBlock.findMany({ select: { range: true } })).toEqual([{ range }]);
  expect(await db().rateLimitChange.findMany()).toMatchObject([{ rateLimit: "api", limit: 7 }]);
});

/** A backup of today as it would have been written before tables and columns got their names of today. */
const beforeTheNames = (text: string): string =>
  text
    .replace(',"20261130140000_names_of_the_field"', "")
    .replace('"ip_blocks"', '"address_blocks"')
    .replace('"archived_notifications"', '"gone_notifications"')
    .replace('"archived_at"', '"gone_at"')
    .replace('"archive_reason"', '"why"')
    .replace('"rate_limit_changes"', '"policy_changes"')
    .replace('"rate_limit_overrides"', '"policy_overrides"')
    .replaceAll('"rate_limit"', '"policy"')
    .replaceAll('"signature"', '"seal"')
    .replaceAll('"last_ip"', '"last_address"')
    .replaceAll('"ip"', '"address"')
    .replaceAll('"mail_id"', '"letter"')
    .replaceAll('"place"', '"address"');

test("is one moment: what is written meanwhile is not in it in part", async () => {
  await db().$executeRaw`TRUNCATE users CASCADE`;
  await makeContents();
  const writing = makeBackup(folder, 7);
  await db().user.updateMany({ data: { displayName: "Meanwhile" } });
  const { name } = await writing;
  const text = gunzipSync(readFileSync(join(folder, name))).toString();
  const changed = text.split("\n").filter((line) => line.includes("Meanwhile")).length;
  expect([0, 2]).toContain(changed);
});

test.each([
  ["cut off", (text: string) => text.slice(0, text.length / 2)],
  ["without its last line", (text: string) => text.replace(/-- end.*\n$/, "")],
  ["with a row that does not fit", (text: string) => text.replace("A room", "A room\tmore")],
  ["of something else", (text: string) => text.replace("-- throng backup", "-- pg_dump")],
  ["of a newer version", (text: string) => text.replace('"migrations":[', '"migrations":["99999999999999_next",')],
])("changes nothing when it is %s", async (_what, damage) => {
  await db().$executeRaw`TRUNCATE users CASCADE`;
  await makeContents();
  const { name } = await makeBackup(folder, 7);
  const damaged = join(folder, "damaged.sql.gz");
  writeFileSync(damaged, gzipSync(damage(gunzipSync(readFileSync(join(folder, name))).toString())));
  await db().user.updateMany({ data: { displayName: "Later" } });
  const before = await everything();
  await expect(restoreBackup(damaged, { guarded: "users", replace: true })).rejects.toThrow(Error);
  expect(await everything()).toEqual(before);
});

test("keeps the newest and nothing unfinished", async () => {
  const names: string[] = [];
  for (let times = 0; times < 4; times++) names.push((await makeBackup(folder, 3)).name);
  expect((await listBackups(folder)).map(({ name }) => name)).toEqual(names.slice(1).toReversed());
  await expect(makeBackup(folder, 3, AbortSignal.abort())).rejects.toThrow();
  expect((await readdir(folder)).length).toBe(3);
});
