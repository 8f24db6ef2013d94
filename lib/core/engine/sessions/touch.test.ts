import { expect, test } from "vitest";
import { makeMembers } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { insertSession, touchSessions } from "./store";
import { flushSeen, touch, touchFrom } from "./touch";

testDatabase();

const LONG_AGO = new Date("2020-01-01T00:00:00Z");
const HOUR_MS = 3_600_000;

async function sessionOf(userId: string, id: string) {
  await insertSession(db(), { id, userId, ip: "192.0.2.1", userAgent: "", lifeSeconds: 60 });
  await db().session.update({ where: { id }, data: { lastSeenAt: LONG_AGO } });
  await db().user.update({ where: { id: userId }, data: { lastSeenAt: LONG_AGO } });
  return id;
}

const seenAt = async (id: string) => (await db().session.findUniqueOrThrow({ where: { id } })).lastSeenAt;
const memberSeenAt = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).lastSeenAt;

/** The database's clock, by which all times of sessions are. */
async function databaseNow(): Promise<number> {
  const [row] = await db().$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  return row?.now.getTime() ?? 0;
}

test("writes when sessions and their owners were last seen by the database's clock, and never moves a time back", async () => {
  const [ann, bea] = await makeMembers(2);
  const [a, b] = [await sessionOf(ann.id, ann.via.sessionId), await sessionOf(bea.id, bea.via.sessionId)];
  const before = await databaseNow();
  await touchSessions(new Map([[a, { ageMs: HOUR_MS }]]));
  const seen = await seenAt(a);
  expect(seen.getTime()).toBeGreaterThanOrEqual(before - HOUR_MS - 1);
  expect(seen.getTime()).toBeLessThanOrEqual((await databaseNow()) - HOUR_MS + 1);
  expect(await seenAt(b)).toEqual(LONG_AGO);
  expect([await memberSeenAt(ann.id), await memberSeenAt(bea.id)]).toEqual([seen, LONG_AGO]);
  await touchSessions(new Map([[a, { ageMs: 2 * HOUR_MS }]]));
  expect(await seenAt(a)).toEqual(seen);
});

test("gathers uses until it is flushed", async () => {
  const [ann] = await makeMembers(1);
  const id = await sessionOf(ann.id, ann.via.sessionId);
  touch(id);
  touch(id);
  expect(await seenAt(id)).toEqual(LONG_AGO);
  await flushSeen();
  expect((await seenAt(id)).getTime()).toBeGreaterThan(LONG_AGO.getTime());
});

test("lets many flushes of the same members run at once", async () => {
  const members = await makeMembers(6);
  for (const member of members) await sessionOf(member.id, member.via.sessionId);
  const seen = members.map(({ via }) => [via.sessionId, { ageMs: 0 }] as const);
  const flushes = Array.from({ length: 20 }, (_, i) => touchSessions(new Map(i % 2 === 0 ? seen : seen.toReversed())));
  await expect(Promise.all(flushes)).resolves.toHaveLength(20);
});

test("writes from where a session is used, for an admin at once", async () => {
  const [ann, bea] = await makeMembers(2);
  const addressOf = async (id: string) => (await db().session.findUniqueOrThrow({ where: { id } })).lastIp;
  for (const member of [ann, bea]) await sessionOf(member.id, member.via.sessionId);
  touchFrom(ann, "198.51.100.7");
  touchFrom({ ...bea, role: "admin" }, "198.51.100.8");
  touch(bea.via.sessionId);
  await expect.poll(() => addressOf(bea.via.sessionId)).toBe("198.51.100.8");
  await flushSeen();
  await expect.poll(() => addressOf(ann.via.sessionId)).toBe("198.51.100.7");
  touch(ann.via.sessionId);
  await flushSeen();
  expect(await addressOf(ann.via.sessionId)).toBe("198.51.100.7");
});

test("writes an admin's IP at once and leaves what it knows of others for the next flush", async () => {
  const [ann, bea] = await makeMembers(2);
  for (const member of [ann, bea]) await sessionOf(member.id, member.via.sessionId);
  touch(ann.via.sessionId);
  touchFrom({ ...bea, role: "admin" }, "198.51.100.9");
  await expect.poll(async () => (await seenAt(bea.via.sessionId)).getTime()).toBeGreaterThan(LONG_AGO.getTime());
  expect(await seenAt(ann.via.sessionId)).toEqual(LONG_AGO);
  await flushSeen();
  expect((await seenAt(ann.via.sessionId)).getTime()).toBeGreaterThan(LONG_AGO.getTime());
});

test("writes more sessions than one statement takes", async () => {
  const [ann] = await makeMembers(1);
  for (let n = 0; n < 2_500; n++) touch(newId());
  await sessionOf(ann.id, ann.via.sessionId);
  touch(ann.via.sessionId);
  await flushSeen();
  expect((await seenAt(ann.via.sessionId)).getTime()).toBeGreaterThan(LONG_AGO.getTime());
});
