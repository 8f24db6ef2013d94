import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { updateUser } from "@/lib/core/admin/update-user";
import { systemContext } from "@/lib/core/context";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { RoomsSince } from "@/lib/features/rooms/schemas";
import { closeBus, openBus } from "@/lib/kit/bus";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeRedis } from "@/lib/kit/redis";
import { testDatabase } from "@/lib/kit/testing/database";
import { testRedis } from "@/lib/kit/testing/redis";
import { type Answer, atServer, newClient, newDevice, newMember, type TestMember } from "@/server/testing/client";
import { dataOf, type LiveClient, openLive, refusalIn, type Transport } from "@/server/testing/live-client";
import { newRoom, say } from "@/server/testing/rooms";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const redis = testRedis();
const TRANSPORTS: Transport[] = ["Socket.IO", "/ws"];

describe.skipIf(!redis)("two processes over one PostgreSQL and one Redis (needs redis-server)", () => {
  const common = () => ({
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url ?? "",
    SECRET_KEY: "the same key in every process of one house",
    RATE_LIMITS: "general=100/1h,chat=40/1h,api=10000/1m,auth=1000/1m,register=1000/1m,login=1000/1m",
  });
  const one = testServer(common);
  const two = testServer(common);
  const pages = testServer(() => ({ ...common(), ROLES: "web" }));
  let ann: TestMember;
  let ben: TestMember;

  beforeAll(async () => {
    ann = await newMember(one().url, "ann");
    ben = await newMember(two().url, "ben");
  });

  const joined = async (transport: Transport, member: TestMember, roomId: string): Promise<LiveClient> => {
    const client = await openLive(transport, member);
    dataOf(await client.send("room:join", { roomId }));
    return client;
  };
  const bodies = ({ heard }: LiveClient) =>
    heard.filter(({ event }) => event === "message:new").map(({ data }) => (data as Message).body);

  test("know a session that the other one began", async () => {
    expect((await atServer(ann, two().url).get("/api/v1/users/me")).body).toMatchObject({ id: ann.id });
    expect((await atServer(ben, one().url).get("/api/v1/users/me")).body).toMatchObject({ id: ben.id });
  });

  test("bring what was sent at one to everyone at both, once and in order", async () => {
    const roomId = await newRoom(ann, ben);
    const readers = await Promise.all([
      ...TRANSPORTS.map((transport) => joined(transport, ben, roomId)),
      ...TRANSPORTS.map((transport) => joined(transport, atServer(ben, one().url), roomId)),
    ]);
    const [a, b] = [await joined("Socket.IO", ann, roomId), await joined("/ws", ben, roomId)];
    const sent: string[] = [];
    for (let n = 0; n < 5; n++) {
      dataOf(await a.send("message:send", { roomId, clientId: `a${n}`, body: `from one, ${n}` }));
      dataOf(await b.send("message:send", { roomId, clientId: `b${n}`, body: `from two, ${n}` }));
      sent.push(`from one, ${n}`, `from two, ${n}`);
    }
    for (const reader of readers) {
      await reader.until<Message>("message:new", ({ body }) => body === sent.at(-1));
      await reader.until<Message>("message:new", ({ body }) => body === sent.at(-2));
      expect(bodies(reader).sort()).toEqual([...sent].sort());
    }
    dataOf(await a.send("typing", { roomId }));
    for (const reader of readers) await reader.until("typing");
    for (const client of [...readers, a, b]) client.close();
  });

  test("refuse a session that was ended at the other one, and cut its connections", async () => {
    const phone = atServer(await newDevice(one().url, ann), two().url);
    expect((await phone.get("/api/v1/users/me")).status).toBe(200);
    const lines = await Promise.all(TRANSPORTS.map((transport) => openLive(transport, phone)));
    expect((await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`)).status).toBe(204);
    for (const line of lines) {
      expect(await line.until("session:ended")).toEqual({ reason: "revoked" });
      await line.closed;
    }
    expect((await phone.get("/api/v1/users/me")).status).toBe(401);
    expect((await atServer(phone, one().url).get("/api/v1/users/me")).status).toBe(401);
  });

  test("take a member who was removed at one out of the room at the other", async () => {
    const roomId = await newRoom(ann, ben);
    const lines = await Promise.all(TRANSPORTS.map((transport) => joined(transport, ben, roomId)));
    await ann.delete(`/api/v1/rooms/${roomId}/members/${ben.id}`);
    for (const line of lines) await line.until("room:changed");
    await say(ann, roomId, "he is gone", "one");
    // What a second room brings, sent later, has come: so the first would have, too.
    const other = await newRoom(ann, ben);
    for (const line of lines) dataOf(await line.send("room:join", { roomId: other }));
    await say(ann, other, "later", "two");
    for (const line of lines) {
      await line.until<Message>("message:new", ({ body }) => body === "later");
      expect(bodies(line)).toEqual(["later"]);
      line.close();
    }
  });

  test("apply a new role at once, at both and on open connections", async () => {
    overrideEnv({ REDIS_URL: redis?.url });
    await openBus();
    const ctx = systemContext("test");
    const boss = await newMember(one().url, "boss");
    // The last admin would have to stay one.
    const { id: keeper } = await newMember(one().url, "keeper");
    await updateUser(ctx, { userId: keeper, role: "admin" });
    const statuses = async () =>
      Promise.all([one(), two()].map(async ({ url }) => (await atServer(boss, url).get("/api/v1/admin/stats")).status));
    expect(await statuses()).toEqual([403, 403]);
    await updateUser(ctx, { userId: boss.id, role: "admin" });
    await expect.poll(statuses).toEqual([200, 200]);
    const line = await openLive("Socket.IO", atServer(boss, two().url));
    await line.until("admin:stats");
    await updateUser(ctx, { userId: boss.id, role: "user" });
    await expect.poll(statuses).toEqual([403, 403]);
    const before = line.heard.filter(({ event }) => event === "admin:stats").length;
    await updateUser(ctx, { userId: ben.id, role: "admin" });
    const other = await openLive("Socket.IO", await newDevice(two().url, ben));
    await other.until("admin:stats");
    await updateUser(ctx, { userId: ben.id, role: "user" });
    expect(line.heard.filter(({ event }) => event === "admin:stats")).toHaveLength(before);
    for (const client of [line, other]) client.close();
  });

  test("show who is online at either", async () => {
    const dora = await newMember(one().url, "dora");
    const watchers = [await openLive("/ws", ann), await openLive("Socket.IO", ben)];
    const tabs = [await openLive("/ws", dora), await openLive("Socket.IO", atServer(dora, two().url))];
    type Presence = { online: string[]; offline: string[] };
    const listed = async (url: string, reader = dora) => {
      const path = "/api/v1/online?limit=100";
      const { body } = await atServer(reader, url).get<{ items: { id: string; connections: number | null }[] }>(path);
      return body.items.find(({ id }) => id === dora.id)?.connections;
    };
    for (const watcher of watchers) {
      await watcher.until<Presence>("presence", ({ online }) => online.includes(dora.id));
    }
    for (const { url } of [one(), two()]) await expect.poll(() => listed(url)).toBe(2);
    expect(await listed(one().url, ann)).toBeNull();
    for (const tab of tabs) tab.close();
    for (const watcher of watchers) {
      await watcher.until<Presence>("presence", ({ offline }) => offline.includes(dora.id));
    }
    for (const { url } of [one(), two()]) await expect.poll(() => listed(url)).toBeUndefined();
    for (const watcher of watchers) watcher.close();
  });

  test("count together what each of them has, also in one that holds no connections itself", async () => {
    const boss = await newMember(one().url, "boss");
    const shy = await newMember(two().url, "shy");
    await updateUser(systemContext("test"), { userId: boss.id, role: "admin" });
    expect((await shy.send("PUT", "/api/v1/users/me/settings", { json: { showPresence: false } })).status).toBe(200);
    const tabs = await Promise.all([
      openLive("/ws", boss),
      openLive("Socket.IO", atServer(boss, two().url)),
      openLive("/ws", shy),
    ]);
    const everywhere = [one().url, two().url, pages().url].map((url) => atServer(boss, url));
    type Stats = { processes: number; connections: number; users: { online: number } };
    type RateLimitMap = { items: { rateLimit: string; counts: { allowed: number } }[] };
    for (const asked of everywhere) {
      const figures = async () => {
        const { processes, connections, users } = (await asked.get<Stats>("/api/v1/admin/stats")).body;
        return [processes, connections, users.online];
      };
      await expect.poll(figures).toEqual([3, 3, 2]);
      const listed = async () => {
        const { body } = await asked.get<{ items: { id: string }[]; total: number }>("/api/v1/online?limit=100");
        return [body.items.map(({ id }) => id), body.total];
      };
      await expect.poll(listed).toEqual([[boss.id], 1]);
      const registrations = async () => {
        const { items } = (await asked.get<RateLimitMap>("/api/v1/admin/rate-limits")).body;
        return items.find(({ rateLimit }) => rateLimit === "register")?.counts.allowed;
      };
      // Everyone in this file, at whichever process they joined.
      await expect.poll(registrations).toBe(await db().user.count());
    }
    for (const tab of tabs) tab.close();
  });

  test("let exactly the limit of 200 parallel requests pass, together", async () => {
    const ip = "203.0.113.10";
    const [near, far] = [newClient(one().url, ip), newClient(two().url, ip)];
    const asked = Array.from({ length: 200 }, (_, n) => (n % 2 ? near : far).get("/api/v1/users/me"));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(100);
    expect(statuses.filter((status) => status === 429)).toHaveLength(100);
  });

  test("let exactly the limit of messages pass, over all doors of both", async () => {
    const eve = await newMember(one().url, "eve");
    const roomId = await newRoom(eve);
    const far = atServer(eve, two().url);
    const lines = [await openLive("Socket.IO", eve), await openLive("/ws", far)];
    const sends = Array.from({ length: 80 }, async (_, n) => {
      const message = { clientId: `c${n}`, body: `message ${n}` };
      const line = lines[n % 4];
      if (line) return refusalIn(await line.send("message:send", { roomId, ...message }));
      const at: TestMember = n % 4 === 2 ? eve : far;
      const answer: Answer = await at.post(`/api/v1/rooms/${roomId}/messages`, message);
      return answer.status === 201 ? "ok" : String(answer.body.code);
    });
    const results = await Promise.all(sends);
    expect(results.filter((result) => result === "ok")).toHaveLength(40);
    expect(results.filter((result) => result === "rate_limited")).toHaveLength(40);
    for (const line of lines) line.close();
  });

  test("go on alone while Redis is away, and find together again", async () => {
    const roomId = await newRoom(ann, ben);
    const phone = atServer(await newDevice(one().url, ann), two().url);
    expect((await phone.get("/api/v1/users/me")).status).toBe(200);
    const [near, far] = [await joined("/ws", ann, roomId), await joined("/ws", ben, roomId)];
    const lost = await openLive("/ws", phone);
    await redis?.stop();
    await say(ann, roomId, "while it was away", "one");
    await near.until<Message>("message:new", ({ body }) => body === "while it was away");
    expect((await ann.delete(`/api/v1/users/me/sessions/${phone.sessionId}`)).status).toBe(204);
    // The other process can't be told, and finds out by itself.
    await lost.closed;
    await expect.poll(async () => (await phone.get("/api/v1/users/me")).status).toBe(401);
    await redis?.start();
    // Connections are told that something may have passed them by: they join again and ask for the gap.
    await far.until("resync");
    const { rooms } = dataOf(await far.send<{ rooms: RoomsSince }>("sync", { rooms: { [roomId]: 0 } }));
    expect(rooms.rooms[roomId]?.items.map(({ body }) => body)).toEqual(["while it was away"]);
    const together = async () => {
      dataOf(await far.send("room:join", { roomId }));
      await say(ann, roomId, "together again", `again${Date.now()}`);
      return bodies(far).includes("together again");
    };
    await expect.poll(together, { interval: 500 }).toBe(true);
    for (const line of [near, far]) line.close();
  });

  afterAll(async () => {
    await closeBus();
    await closeRedis();
  });
});
