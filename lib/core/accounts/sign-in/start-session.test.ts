import { expect, test } from "vitest";
import { anonymousAt, CHROME, FIREFOX, freshIp, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail } from "@/lib/core/testing/mail";
import { beginSession, makeMembers } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { withoutNotifications } from "@/lib/core/testing/without-notifications";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { signIn } from "./sign-in";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const HOUR_MS = 3_600_000;

const livingOf = async (userId: string) =>
  (await db().session.findMany({ where: { userId, endedAt: null }, select: { id: true } })).map(({ id }) => id);

test("keeps ten of thirty sessions that begin at once, and ends the others", async () => {
  const [ann] = await makeMembers(1);
  // As many at once as there are connections to the database.
  const three = async () => [await beginSession(ann), await beginSession(ann), await beginSession(ann)];
  const begun = await Promise.all(Array.from({ length: 10 }, three));
  const living = await livingOf(ann.id);
  expect(living).toHaveLength(10);
  expect(begun.flat()).toEqual(expect.arrayContaining(living));
  expect(await db().session.count({ where: { userId: ann.id, endReason: "evicted" } })).toBe(20);
});

test("never ends the session that begins, whatever the times of the others are", async () => {
  const [ann] = await makeMembers(1);
  for (let n = 0; n < 10; n++) await beginSession(ann);
  await db().session.updateMany({ data: { lastSeenAt: new Date(Date.now() + HOUR_MS) } });
  const last = await beginSession(ann);
  const living = await livingOf(ann.id);
  expect(living).toHaveLength(10);
  expect(living).toContain(last);
});

test("ends none for the sake of sessions that are over and not cleaned up yet", async () => {
  const [ann] = await makeMembers(1);
  const first = await beginSession(ann);
  await db().session.update({ where: { id: first }, data: { lastSeenAt: new Date(Date.now() - HOUR_MS) } });
  for (let n = 0; n < 9; n++) {
    const over = await beginSession(ann);
    await db().session.update({ where: { id: over }, data: { expiresAt: new Date(Date.now() - 1) } });
  }
  await beginSession(ann);
  expect(await livingOf(ann.id)).toContain(first);
});

test("begins no session on a new device whose notice is lost", async () => {
  const { id, username, email, ctx } = await makeAccount();
  const attempt = () => signIn(anonymousAt(freshIp(), FIREFOX), { username, password: PASSWORD });
  await withoutNotifications(async () => {
    await expect(attempt()).rejects.toThrow("no notice today");
    expect(await livingOf(id)).toEqual([ctx.actor.via.sessionId]);
    expect(await queuedMail(email)).toEqual([]);
    // A known device needs no notice.
    await signIn(anonymousAt(freshIp(), CHROME), { username, password: PASSWORD });
  });
  await attempt();
  expect(await livingOf(id)).toHaveLength(3);
  expect((await queuedMail(email)).map(({ subject }) => subject)).toEqual(["A new device signed in"]);
});

test("locks no account whose notice is lost", async () => {
  const { username, email } = await makeAccount();
  const attempt = () => refusalOf(signIn(anonymousAt(), { username, password: "wrong" }));
  for (let n = 0; n < 49; n++) await attempt();
  const lock = () => db().signInFailure.findFirst({ where: { account: username, place: "" } });
  await withoutNotifications(async () => {
    await expect(attempt()).rejects.toThrow("no notice today");
    expect(await lock()).toMatchObject({ failures: 49, lockedUntil: null });
  });
  expect(await attempt()).toBe("invalid_credentials");
  expect(await lock()).toMatchObject({ failures: 50, lockedUntil: expect.any(Date) });
  expect((await queuedMail(email)).map(({ subject }) => subject)).toEqual(["Many sign-ins to your account failed"]);
});
