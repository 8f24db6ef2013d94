import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actorOfSession, rememberedActorOfSession } from "@/lib/core/engine/sessions/actor";
import { makeSignedIn } from "@/lib/core/testing/members";
import { closeBus, isBusWhole, openBus } from "@/lib/kit/bus";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeRedis } from "@/lib/kit/redis";
import { testDatabase } from "@/lib/kit/testing/database";
import { testRedis } from "@/lib/kit/testing/redis";
import { enter, startHub } from "./hub";
import { ADMINS } from "./start-channels";
import { testConnection } from "./testing";

testDatabase();
const redis = testRedis();

describe.skipIf(!redis)("a process that hears no other one (needs redis-server)", () => {
  let stop = () => {};
  beforeAll(async () => {
    overrideEnv({ REDIS_URL: redis?.url });
    stop = startHub();
    await openBus();
  });
  afterAll(async () => {
    stop();
    await closeBus();
    await closeRedis();
    overrideEnv({ REDIS_URL: undefined });
  });

  test("finds out by itself, soon, that another one ended a session or changed a role", async () => {
    const [ann, ben, boss] = await Promise.all([makeSignedIn(), makeSignedIn(), makeSignedIn({ role: "admin" })]);
    const [gone, stays, demoted] = [testConnection(ann), testConnection(ben), testConnection(boss)];
    demoted.join(ADMINS);
    const leaves = [gone, stays, demoted].map(enter);
    await Promise.all([ann, ben, boss].map(({ via }) => actorOfSession(via.sessionId)));
    expect(isBusWhole()).toBe(true);
    // What another process does and cannot say.
    await db().session.update({ where: { id: ann.via.sessionId }, data: { endedAt: new Date() } });
    await db().user.update({ where: { id: boss.id }, data: { role: "user" } });
    expect(rememberedActorOfSession(ann.via.sessionId)).toMatchObject({ id: ann.id });
    await redis?.stop();
    await expect.poll(() => actorOfSession(ann.via.sessionId)).toMatchObject({ kind: "anonymous" });
    await expect.poll(() => gone.over).toEqual(["expired"]);
    await expect.poll(() => [...demoted.hears]).toEqual([]);
    await expect.poll(() => actorOfSession(boss.via.sessionId)).toMatchObject({ role: "user" });
    expect(isBusWhole()).toBe(false);
    expect([stays.over, demoted.over]).toEqual([[], []]);
    for (const leave of leaves) leave();
  });

  test("remembers sessions longer again once it hears the others", async () => {
    await redis?.start();
    await expect.poll(isBusWhole).toBe(true);
    const { sessionId } = (await makeSignedIn()).via;
    await actorOfSession(sessionId);
    expect(rememberedActorOfSession(sessionId)).toBeDefined();
  });
});
