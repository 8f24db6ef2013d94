// Begins first: it withdraws four hundred times.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { publishTransient } from "@/lib/core/realtime/publish";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { closeBus, openBus } from "@/lib/kit/bus";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeRedis } from "@/lib/kit/redis";
import { testDatabase } from "@/lib/kit/testing/database";
import { testRedis } from "@/lib/kit/testing/redis";
import { admins, defineEvent, member } from "@/lib/shared/define-event";
import { atServer, type TestMember } from "@/server/testing/client";
import { dataOf, type LiveClient, openLive, type Transport } from "@/server/testing/live-client";
import { newRoom, say } from "@/server/testing/rooms";
import { storedDevice, storedMember } from "@/server/testing/stored-member";
import { testServer } from "@/server/testing/test-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const database = testDatabase();
const redis = testRedis();
const secret = "the same key in every process of one house";
const testMark = defineEvent("test:mark", z.number(), { audience: [member], transient: true });
const testAdmins = defineEvent("test:admins", z.number(), { audience: [admins], transient: true });
/** Of each of the four kinds. */
const ROUNDS = 100;

describe.skipIf(!redis)("what is withdrawn at one of two processes (needs redis-server)", () => {
  const common = () => ({
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url ?? "",
    SECRET_KEY: secret,
    RATE_LIMITS: WIDE_LIMITS,
  });
  const one = testServer(common);
  const two = testServer(common);
  let boss: TestMember;
  let ann: TestMember;

  beforeAll(async () => {
    boss = await storedMember({ url: one().url, secret }, "boss");
    ann = await storedMember({ url: one().url, secret }, "ann");
    await db().user.update({ where: { id: boss.id }, data: { role: "admin" } });
    overrideEnv({ REDIS_URL: redis?.url });
    await openBus();
  });

  const transport = (round: number): Transport => (round % 2 ? "Socket.IO" : "/ws");
  const device = () => storedDevice({ url: two().url, secret }, ann);
  /** What a member is answered on the very next request, at the other process first. */
  const next = async (member: TestMember, path: string): Promise<number[]> => {
    const statuses: number[] = [];
    for (const { url } of [two(), one()]) statuses.push((await atServer(member, url).get(path)).status);
    return statuses;
  };
  /** Waits until everything published before has reached the line. */
  const drained = async (line: LiveClient, round: number): Promise<void> => {
    publishTransient(testMark, { userId: ann.id }, round);
    await line.until<number>("test:mark", (mark) => mark === round);
  };
  const ended = async (line: LiveClient, reason: string): Promise<void> => {
    expect(await line.until("session:ended")).toEqual({ reason });
    await line.closed;
  };

  test("is a session: the next request is refused and its connection ends", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const phone = await device();
      const line = await openLive(transport(round), phone);
      expect(await next(phone, "/api/v1/users/me")).toEqual([200, 200]);
      const gone = await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`);
      expect(gone.status).toBe(204);
      expect(await next(phone, "/api/v1/users/me")).toEqual([401, 401]);
      await ended(line, "revoked");
    }
  });

  test("is an account: the next request is refused and its connections end", async () => {
    const victim = await storedMember({ url: one().url, secret }, "victim");
    for (let round = 0; round < ROUNDS; round++) {
      const phone = await storedDevice({ url: two().url, secret }, victim);
      const line = await openLive(transport(round), phone);
      expect(await next(phone, "/api/v1/users/me")).toEqual([200, 200]);
      const switched = await boss.patch(`/api/v1/admin/users/${victim.id}`, { active: false });
      expect(switched.status).toBe(200);
      expect(await next(phone, "/api/v1/users/me")).toEqual([401, 401]);
      await ended(line, "deactivated");
      await boss.patch(`/api/v1/admin/users/${victim.id}`, { active: true });
      expect(await next(phone, "/api/v1/users/me")).toEqual([401, 401]);
    }
  });

  test("is a role: the next request is refused and the connection hears nothing more of admins", async () => {
    const lines = [
      await openLive("Socket.IO", atServer(ann, two().url)),
      await openLive("/ws", atServer(ann, two().url)),
    ];
    const setRole = (role: string) => boss.patch(`/api/v1/admin/users/${ann.id}`, { role });
    const heardOf = (round: number) =>
      lines.some(({ heard }) => heard.some(({ event, data }) => event === "test:admins" && data === round));
    for (let round = 0; round < ROUNDS; round++) {
      await setRole("admin");
      expect(await next(ann, "/api/v1/admin/cache")).toEqual([200, 200]);
      publishTransient(testAdmins, "admins", round);
      for (const line of lines) await line.until<number>("test:admins", (mark) => mark === round);
      await setRole("user");
      expect(await next(ann, "/api/v1/admin/cache")).toEqual([403, 403]);
      publishTransient(testAdmins, "admins", round + ROUNDS);
      publishTransient(testMark, { userId: ann.id }, round);
      for (const line of lines) await line.until<number>("test:mark", (mark) => mark === round);
      expect(heardOf(round + ROUNDS)).toBe(false);
    }
    for (const line of lines) line.close();
  });

  test("is a seat in a room: the next request is refused and the connection hears nothing more of it", async () => {
    const roomId = await newRoom(boss, ann);
    await db().room.update({ where: { id: roomId }, data: { kind: "private" } });
    const line = await openLive("/ws", atServer(ann, two().url));
    const isHeard = (text: string) =>
      line.heard.some(({ event, data }) => event === "message:new" && (data as Message).body === text);
    for (let round = 0; round < ROUNDS; round++) {
      if (round > 0) await boss.post(`/api/v1/rooms/${roomId}/members`, { userId: ann.id });
      if (round > 0) await ann.post(`/api/v1/rooms/${roomId}/members`, {});
      dataOf(await line.send("room:join", { roomId }));
      await say(boss, roomId, `with ann ${round}`, `with${round}`);
      await line.until<Message>("message:new", ({ body }) => body === `with ann ${round}`);
      expect((await boss.delete(`/api/v1/rooms/${roomId}/members/${ann.id}`)).status).toBe(204);
      expect(await next(ann, `/api/v1/rooms/${roomId}/messages`)).toEqual([404, 404]);
      await say(boss, roomId, `without ann ${round}`, `without${round}`);
      await drained(line, ROUNDS + round);
      expect(isHeard(`without ann ${round}`)).toBe(false);
    }
    line.close();
  });

  afterAll(async () => {
    await closeBus();
    await closeRedis();
  });
});
