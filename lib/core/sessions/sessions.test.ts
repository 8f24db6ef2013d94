import { describe, expect, test } from "vitest";
import { anonymous, type Member, makeContext, type SessionMember } from "@/lib/core/context";
import { actorOfSession, rememberedActorOfSession } from "@/lib/core/engine/sessions/actor";
import { type SessionsEnded, sessionsEnded } from "@/lib/core/engine/sessions/publish-ended";
import { readSession } from "@/lib/core/engine/sessions/session-cache";
import { endExpired } from "@/lib/core/engine/sessions/store";
import { beginSession, inSession, makeMember, makeMembers, makeSignedIn, memberCtx } from "@/lib/core/testing/members";
import { overtake } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { endOtherSessions } from "./end-other-sessions";
import { endSession, signOut } from "./end-session";
import { listSessions } from "./list-sessions";

testDatabase();

const IDLE_MS = 14 * 86_400_000;

/** A stored session of `member` on one more device. */
const begin = (member: Member) => beginSession(member, { ip: "192.0.2.9" });
const here = async (member: Member): Promise<SessionMember> => inSession(member, await begin(member));

/** What the bus tells of ended sessions while `run` runs. */
async function endedDuring(run: () => Promise<unknown>): Promise<SessionsEnded[]> {
  const told: SessionsEnded[] = [];
  const stop = sessionsEnded.subscribe((message) => void told.push(message));
  await run();
  stop();
  return told;
}

describe("a session", () => {
  test("speaks for its member for as long as PERMANENT_SESSION_LIFETIME says", async () => {
    const [ann] = await makeMembers(1);
    overrideEnv({ PERMANENT_SESSION_LIFETIME: 3_600 });
    const id = await begin(ann);
    const session = await readSession(id);
    expect(session).toMatchObject({ userId: ann.id, username: ann.username, role: "user" });
    const left = (session?.expiresAt ?? 0) - Date.now();
    expect(left).toBeGreaterThan(3_590_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
    expect(await actorOfSession(id)).toEqual(inSession(ann, id));
  });

  test("is nobody's when it is unknown, ended, expired, idle for two weeks, or its member deactivated", async () => {
    const [ann, away] = await makeMembers(2);
    const [ended, expired, idle] = [await begin(ann), await begin(ann), await begin(ann)];
    const shut = await begin(away);
    await db().session.update({ where: { id: ended }, data: { endedAt: new Date() } });
    await db().session.update({ where: { id: expired }, data: { expiresAt: new Date(Date.now() - 1) } });
    await db().session.update({ where: { id: idle }, data: { lastSeenAt: new Date(Date.now() - IDLE_MS - 1) } });
    await db().user.update({ where: { id: away.id }, data: { deactivatedAt: new Date() } });
    for (const id of [newId(), ended, expired, idle, shut]) {
      expect(await actorOfSession(id)).toEqual(anonymous);
      expect(rememberedActorOfSession(id)).toBeUndefined();
    }
  });

  test("ends by itself although it is cached", async () => {
    const [ann] = await makeMembers(1);
    const id = await begin(ann);
    const inTwoHundred = Date.now() + 200;
    await db().session.update({ where: { id }, data: { expiresAt: new Date(inTwoHundred) } });
    expect(await actorOfSession(id)).toMatchObject({ id: ann.id });
    await expect.poll(() => actorOfSession(id)).toEqual(anonymous);
    expect(Date.now()).toBeGreaterThanOrEqual(inTwoHundred);
  });
});

describe("endSession", () => {
  test("ends one session at once, and tells everyone which and why", async () => {
    const [ann] = await makeMembers(1);
    const [phone, laptop] = [await begin(ann), await begin(ann)];
    await Promise.all([actorOfSession(phone), actorOfSession(laptop)]);
    const told = await endedDuring(() => endSession(memberCtx(ann), { userId: "me", sessionId: phone }));
    expect(told).toEqual([{ sessionIds: [phone], reason: "revoked" }]);
    expect(rememberedActorOfSession(phone)).toBeUndefined();
    expect(await actorOfSession(phone)).toEqual(anonymous);
    expect(await actorOfSession(laptop)).toMatchObject({ id: ann.id });
    expect(await db().session.findUniqueOrThrow({ where: { id: phone } })).toMatchObject({ endReason: "revoked" });
  });

  test("ends a session once, and only one's own unless one is admin", async () => {
    const [ann, ben] = await makeMembers(2);
    const boss = await makeMember({ role: "admin" });
    const id = await begin(ann);
    expect(await refusalOf(endSession(memberCtx(ben), { userId: "me", sessionId: id }))).toBe("not_found");
    expect(await refusalOf(endSession(memberCtx(ben), { userId: ann.id, sessionId: id }))).toBe("not_found");
    expect(await refusalOf(endSession(memberCtx(ben), { userId: ben.id, sessionId: id }))).toBe("not_found");
    expect(await refusalOf(endSession(makeContext(anonymous), { userId: ann.id, sessionId: id }))).toBe(
      "unauthenticated",
    );
    expect(await actorOfSession(id)).toMatchObject({ id: ann.id });
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => refusalOf(endSession(memberCtx(boss), { userId: ann.id, sessionId: id }))),
    );
    expect(outcomes.sort()).toEqual(["not_found", "not_found", "ok"]);
  });

  test("is not undone by a read that was under way", async () => {
    const [ann] = await makeMembers(1);
    for (let round = 0; round < 20; round++) {
      const sessionId = await begin(ann);
      const reads = Array.from({ length: 4 }, () => actorOfSession(sessionId));
      await endSession(memberCtx(ann), { userId: "me", sessionId });
      await Promise.all(reads);
      expect(await actorOfSession(sessionId)).toEqual(anonymous);
    }
  });
});

test("signing out ends the session that asks, and no other", async () => {
  const [ann] = await makeMembers(1);
  const [asking, other] = [await here(ann), await begin(ann)];
  const told = await endedDuring(() => signOut(memberCtx(asking), {}));
  expect(told).toEqual([{ sessionIds: [asking.via.sessionId], reason: "signed_out" }]);
  expect(await actorOfSession(asking.via.sessionId)).toEqual(anonymous);
  expect(await actorOfSession(other)).toMatchObject({ id: ann.id });
});

describe("listSessions", () => {
  test("pages through those that may be used, last seen first, the asking one marked", async () => {
    const ann = await here(await makeMember());
    const ids = [ann.via.sessionId];
    for (let n = 1; n <= 4; n++) ids.push(await begin(ann));
    const same = new Date(Date.now() - 3_600_000);
    await db().session.updateMany({ where: { id: { in: ids.slice(1, 4) } }, data: { lastSeenAt: same } });
    const [gone, over, idle] = [await begin(ann), await begin(ann), await begin(ann)];
    await db().session.update({ where: { id: idle }, data: { lastSeenAt: new Date(Date.now() - IDLE_MS - 1) } });
    await db().session.update({ where: { id: gone }, data: { endedAt: new Date() } });
    await db().session.update({ where: { id: over }, data: { expiresAt: new Date(Date.now() - 1) } });
    const seen: { id: string; current: boolean; lastSeenAt: string }[] = [];
    let cursor: string | undefined;
    do {
      const page = await listSessions(memberCtx(ann), { userId: "me", limit: 2, cursor });
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.map(({ id }) => id).sort()).toEqual(ids.sort());
    const times = seen.map(({ lastSeenAt }) => lastSeenAt);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(seen.filter(({ current }) => current).map(({ id }) => id)).toEqual([ann.via.sessionId]);
  });

  test("shows them to their member and to admins alone", async () => {
    const [ann, ben, boss] = [await makeMember(), await makeMember(), await makeMember({ role: "admin" })];
    await begin(ann);
    expect(await refusalOf(listSessions(memberCtx(ben), { userId: ann.id }))).toBe("not_found");
    expect((await listSessions(memberCtx(boss), { userId: ann.id })).items).toHaveLength(1);
    expect(await refusalOf(listSessions(memberCtx(ann), { userId: "me", cursor: "nonsense" }))).toBe("invalid_input");
  });
});

test("ending the others waits for the account before it holds any session", async () => {
  const member = await makeSignedIn();
  const others = [await beginSession(member), await beginSession(member)];
  const ended = await overtake(
    member.id,
    () => endOtherSessions(memberCtx(member), { userId: "me" }),
    (tx) => tx.$queryRaw`SELECT 1 FROM sessions WHERE user_id = ${member.id}::uuid FOR UPDATE NOWAIT`,
  );
  expect(ended).toEqual({ endedCount: others.length });
});

const endNow = () => transact((tx) => endExpired(tx, 10));

test("ends what is over by the database's clock, but for sessions that others hold", async () => {
  await transact((tx) => endExpired(tx, 1_000));
  const member = await makeSignedIn();
  const [held, free] = [await beginSession(member), await beginSession(member)];
  await db()
    .$executeRaw`UPDATE sessions SET expires_at = now() - interval '1 s' WHERE id IN (${held}::uuid, ${free}::uuid)`;
  await transact(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM sessions WHERE id = ${held}::uuid FOR UPDATE`;
    expect(await endNow()).toEqual([free]);
  });
  expect(await endNow()).toEqual([held]);
});
