import { beforeAll, describe, expect, test } from "vitest";
import type { NotificationNew } from "@/lib/core/notifications/inbox/schemas";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { RoomChanged, RoomsSince, Typing } from "@/lib/features/rooms/schemas";
import { db } from "@/lib/kit/db";
import { newDevice, newMember, type TestMember } from "@/server/testing/client";
import { dataOf, type LiveClient, openLive, refusalIn, type Transport } from "@/server/testing/live-client";
import { newRoom, say } from "@/server/testing/rooms";
import { sharedServer } from "@/server/testing/shared-server";

const server = sharedServer();
const TRANSPORTS: Transport[] = ["Socket.IO", "/ws"];

let ann: TestMember;
let ben: TestMember;
let eve: TestMember;
beforeAll(async () => {
  const { url } = server();
  [ann, ben, eve] = await Promise.all([newMember(url, "ann"), newMember(url, "ben"), newMember(url, "eve")]);
});

/** Everything published before this was heard: a connection hears in the order of the server. */
const settled = (client: LiveClient) => client.send("ping", { timestamp: 0 });
const bodiesHeard = (client: LiveClient): string[] =>
  client.heard.filter(({ event }) => event === "message:new").map(({ data }) => (data as Message).body);

describe.each(TRANSPORTS)("rooms over %s", (transport) => {
  const open = (member: TestMember) => openLive(transport, member);
  async function joined(member: TestMember, roomId: string): Promise<LiveClient> {
    const client = await open(member);
    dataOf(await client.send("room:join", { roomId }));
    return client;
  }

  test("brings messages to who joined, and to nobody else", async () => {
    const roomId = await newRoom(ann, ben);
    const [a, b, e] = [await joined(ann, roomId), await joined(ben, roomId), await open(eve)];
    const sent = dataOf(await a.send<Message>("message:send", { roomId, clientId: "first", body: "Hello *Ben*" }));
    expect(sent).toMatchObject({ roomId, seq: 1, clientId: "first", body: "Hello *Ben*", author: { id: ann.id } });
    expect(await b.until("message:new")).toEqual(sent);
    expect(await a.until("message:new")).toEqual(sent);
    await settled(e);
    expect(bodiesHeard(e)).toEqual([]);
    for (const client of [a, b, e]) client.close();
  });

  test("checks every join, and every send", async () => {
    const room = await ann.post<{ id: string }>("/api/v1/rooms", { name: "Closed", kind: "private" });
    const roomId = room.body.id;
    const [a, e] = [await joined(ann, roomId), await open(eve)];
    expect(refusalIn(await e.send("room:join", { roomId }))).toBe("not_found");
    expect(refusalIn(await e.send("message:send", { roomId, clientId: "x", body: "let me in" }))).toBe("not_found");
    expect(refusalIn(await e.send("message:read", { roomId, seq: 0 }))).toBe("not_found");
    expect(refusalIn(await e.send("typing", { roomId }))).toBe("not_found");
    dataOf(await a.send("message:send", { roomId, clientId: "one", body: "between us" }));
    await settled(e);
    expect(bodiesHeard(e)).toEqual([]);
    for (const client of [a, e]) client.close();
  });

  test("shows typing to the others, and stops bringing anything after room:leave", async () => {
    const roomId = await newRoom(ann, ben);
    const [a, b] = [await joined(ann, roomId), await joined(ben, roomId)];
    dataOf(await a.send("typing", { roomId }));
    expect(await b.until<Typing>("typing")).toMatchObject({ roomId, user: { id: ann.id } });
    dataOf(await b.send("room:leave", { roomId }));
    dataOf(await a.send("message:send", { roomId, clientId: "one", body: "after you left" }));
    await settled(b);
    expect(bodiesHeard(b)).toEqual([]);
    for (const client of [a, b]) client.close();
  });

  test("brings nothing more to who was removed, who may not come back by the old door", async () => {
    const room = await ann.post<{ id: string }>("/api/v1/rooms", { name: "Small", kind: "private" });
    const roomId = room.body.id;
    await ann.post(`/api/v1/rooms/${roomId}/members`, { username: ben.username });
    await ben.post(`/api/v1/rooms/${roomId}/members`, {});
    const [a, b] = [await joined(ann, roomId), await joined(ben, roomId)];
    dataOf(await a.send("message:send", { roomId, clientId: "one", body: "welcome" }));
    await b.until<Message>("message:new");
    expect((await ann.delete(`/api/v1/rooms/${roomId}/members/${ben.id}`)).status).toBe(204);
    await b.until<RoomChanged>("room:changed", ({ change, userId }) => change === "removed" && userId === ben.id);
    dataOf(await a.send("message:send", { roomId, clientId: "two", body: "he is gone" }));
    await settled(b);
    expect(bodiesHeard(b)).toEqual(["welcome"]);
    expect(refusalIn(await b.send("room:join", { roomId }))).toBe("not_found");
    expect(refusalIn(await b.send("message:send", { roomId, clientId: "z", body: "still here" }))).toBe("not_found");
    for (const client of [a, b]) client.close();
  });

  test("answers sync with exactly what came after, page after page", async () => {
    const roomId = await newRoom(ann, ben);
    const b = await joined(ben, roomId);
    for (let n = 1; n <= 3; n++) await say(ann, roomId, `message ${n}`, `c${n}`);
    await b.until<Message>("message:new", ({ seq }) => seq === 3);
    b.close();
    await b.closed;
    for (let n = 4; n <= 8; n++) await say(ann, roomId, `message ${n}`, `c${n}`);
    await ann.patch(`/api/v1/rooms/${roomId}/messages/${(await say(ann, roomId, "message 9", "c9")).id}`, {
      body: "nine",
    });
    const back = await joined(ben, roomId);
    const { rooms } = dataOf(await back.send<{ rooms: RoomsSince }>("sync", { rooms: { [roomId]: 3 } }));
    const changes = rooms.rooms[roomId];
    expect(changes?.items.map(({ body }) => body)).toEqual([4, 5, 6, 7, 8].map((n) => `message ${n}`).concat("nine"));
    expect(changes?.items.map(({ seq }) => seq)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(changes?.hasMore).toBe(false);
    const again = dataOf(await back.send<{ rooms: RoomsSince }>("sync", { rooms: { [roomId]: changes?.lastSeq } }));
    expect(again.rooms.rooms[roomId]?.items).toEqual([]);
    back.close();
  });

  test("syncs no room to who is not in it", async () => {
    const roomId = await newRoom(ann);
    await say(ann, roomId, "not for Eve", "one");
    const e = await open(eve);
    const { rooms } = dataOf(await e.send<{ rooms: RoomsSince }>("sync", { rooms: { [roomId]: 0 } }));
    expect(rooms).toEqual({ rooms: {}, refused: [roomId] });
    expect(refusalIn(await e.send("sync", { rooms: { "not-an-id": 0 } }))).toBe("invalid_input");
    expect(refusalIn(await e.send("sync", { everything: true }))).toBe("invalid_input");
    e.close();
  });

  test("brings a mention as a notification at once, and by sync to who was away", async () => {
    const roomId = await newRoom(ann, ben);
    const b = await open(ben);
    await say(ann, roomId, `Look, @${ben.username}!`, "one");
    const name = transport === "/ws" ? "notification" : "notification:new";
    const live = await b.until<NotificationNew>(name, ({ data }) => data.roomId === roomId);
    expect(live).toMatchObject({ type: "mention", read: false });
    b.close();
    await b.closed;
    await say(ann, roomId, `And again, @${ben.username}!`, "two");
    const back = await open(ben);
    type Since = { notifications: { items: NotificationNew[]; lastSeq: number } };
    const { notifications } = dataOf(await back.send<Since>("sync", { notifications: live.seq }));
    expect(notifications.items.map(({ seq }) => seq)).toEqual([live.seq + 1]);
    back.close();
  });

  test("moves the read position, and tells the member's other pages", async () => {
    const roomId = await newRoom(ann, ben);
    for (const n of [1, 2, 3]) await say(ann, roomId, `message ${n}`, `c${n}`);
    const [tab, other] = [await open(ben), await openLive(transport, await newDevice(server().url, ben))];
    expect(dataOf(await tab.send("message:read", { roomId, seq: 2 }))).toEqual({ roomId, readSeq: 2, unread: 1 });
    expect(await other.until("room:read")).toEqual({ roomId, readSeq: 2, unread: 1 });
    expect(dataOf(await tab.send("room:join", { roomId }))).toEqual({ roomId, lastSeq: 3, readSeq: 2 });
    for (const client of [tab, other]) client.close();
  });
});

test("a message sent again over any door is the same message, heard once", async () => {
  const roomId = await newRoom(ann, ben);
  const socket = await openLive("Socket.IO", ann);
  const plain = await openLive("/ws", ann);
  const reader = await openLive("/ws", ben);
  dataOf(await reader.send("room:join", { roomId }));
  const send = { roomId, clientId: "the-same", body: "once" };
  const overHttp = () => say(ann, roomId, send.body, send.clientId);
  const first = await overHttp();
  const all = await Promise.all([
    ...[1, 2, 3].map(overHttp),
    ...[1, 2, 3].map(async () => dataOf(await socket.send<Message>("message:send", send))),
    ...[1, 2, 3].map(async () => dataOf(await plain.send<Message>("message:send", send))),
  ]);
  for (const message of all) expect(message).toEqual(first);
  await settled(reader);
  expect(bodiesHeard(reader)).toEqual(["once"]);
  const racing = { roomId, clientId: "racing", body: "who is first" };
  const raced = await Promise.all([
    ...[1, 2, 3].map(() => say(ann, roomId, racing.body, racing.clientId)),
    ...[1, 2, 3].map(async () => dataOf(await socket.send<Message>("message:send", racing))),
    ...[1, 2, 3].map(async () => dataOf(await plain.send<Message>("message:send", racing))),
  ]);
  expect(new Set(raced.map(({ id, seq }) => `${id} ${seq}`)).size).toBe(1);
  await settled(reader);
  expect(bodiesHeard(reader)).toEqual(["once", "who is first"]);
  for (const client of [socket, plain, reader]) client.close();
});

test("who is online shows, to themselves with the number of their tabs, and goes with the last one", async () => {
  const dora = await newMember(server().url, "dora");
  const watcher = await openLive("Socket.IO", ann);
  const tabs = [await openLive("Socket.IO", dora), await openLive("/ws", dora)];
  type Presence = { online: string[]; offline: string[] };
  await watcher.until<Presence>("presence", ({ online }) => online.includes(dora.id));
  const listed = async () => {
    const tabsFor = async (member: TestMember) => {
      const { body } = await member.get<{ items: { id: string; connections: number | null }[] }>(
        "/api/v1/online?limit=100",
      );
      return body.items.find(({ id }) => id === dora.id)?.connections;
    };
    return [await tabsFor(dora), await tabsFor(ann)];
  };
  // How many tabs they have open is nobody else's business.
  expect(await listed()).toEqual([2, null]);
  for (const tab of tabs) tab.close();
  await watcher.until<Presence>("presence", ({ offline }) => offline.includes(dora.id));
  expect(await listed()).toEqual([undefined, undefined]);
  watcher.close();
});

test("live figures of the system come to admins alone", async () => {
  const boss = await newMember(server().url, "boss");
  await db().user.update({ where: { id: boss.id }, data: { role: "admin" } });
  const [a, b] = [await openLive("/ws", await newDevice(server().url, boss)), await openLive("/ws", ben)];
  const plain = await openLive("Socket.IO", await newDevice(server().url, boss));
  expect(await plain.until("admin:stats")).toMatchObject({ users: expect.any(Object) });
  expect(await a.until("admin:stats")).toMatchObject({ connections: expect.any(Number) });
  await settled(b);
  expect(b.heard.map(({ event }) => event)).not.toContain("admin:stats");
  for (const client of [a, b, plain]) client.close();
});
