import { expect, test } from "vitest";
import { listNotifications } from "@/lib/core/notifications";
import { notificationChanged, notificationNew } from "@/lib/core/notifications/events";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { deleteMessage } from "./delete-message";
import { messageNew } from "./events";
import { mentionedNames } from "./mentions";
import { openDirectRoom } from "./open-direct-room";
import { removeMember } from "./remove-member";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

test.each([
  ["@ann", ["ann"]],
  ["hello @Ann, @bea.b and @ann!", ["ann", "bea.b"]],
  ["(@ann) **@bea** @cy_d. @eve's", ["ann", "bea", "cy_d", "eve"]],
  ["ann@example.org, é@ann, @@ann, a.@bea, /@cat", []],
  ["@ab @ a", []],
  [`@${"x".repeat(31)}`, []],
  [`@${"x".repeat(30)}`, ["x".repeat(30)]],
])("finds in %j the names %j", (body, names) => {
  expect(mentionedNames(body)).toEqual(names);
});

test("finds at most twenty names", () => {
  expect(mentionedNames(Array.from({ length: 30 }, (_, i) => `@name${i}`).join(" "))).toHaveLength(20);
});

test("tells who is mentioned, wherever they are, with the place of the message", async () => {
  const ann = await makeMember({ username: "ann", displayName: "Ann A." });
  const bea = await makeMember({ username: "Bea" });
  const room = await makeRoom(ann, [bea]);
  const message = await say(ann, room.id, "hello @bea");
  const { items } = await listNotifications(memberCtx(bea), { userId: "me" });
  expect(items).toMatchObject([
    {
      ...{ seq: 1, type: "mention", title: "Ann A. mentioned you in Kitchen", body: "hello @bea", read: false },
      ...{ url: `/rooms/${room.id}?message=1`, data: { roomId: room.id, messageId: message.id, seq: 1 } },
    },
  ]);
  await expect.poll(() => live.on(notificationNew, { userId: bea.id })).toMatchObject([{ ...items[0], unread: 1 }]);
  expect(live.on(messageNew, { roomId: room.id })).toEqual([message]);
});

test("tells nobody who is not in the room, not the author, and nobody twice", async () => {
  const [ann, bea, out, gone] = await makeMembers(4);
  const idle = await makeMember({ deactivated: true });
  const room = await makeRoom(ann, [bea, gone], "private");
  await db().roomMember.create({ data: { roomId: room.id, userId: idle.id } });
  await removeMember(memberCtx(ann), { roomId: room.id, userId: gone.id });
  const text = [ann, bea, bea, out, gone, idle].map(({ username }) => `@${username}`).join(" ");
  await say(ann, room.id, `${text} @nobody`);
  const stored = await db().notification.findMany({ where: { type: "mention" }, select: { userId: true } });
  const ids = new Set([ann, bea, out, gone, idle].map((member) => member.id));
  expect(stored.filter(({ userId }) => ids.has(userId))).toEqual([{ userId: bea.id }]);
});

test("makes no second notification of a repeated send", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  const sends = Array.from({ length: 20 }, () => say(ann, room.id, `@${bea.username}`, "same"));
  expect(new Set((await Promise.all(sends)).map((message) => message.id)).size).toBe(1);
  expect(await db().notification.count({ where: { userId: bea.id } })).toBe(1);
  expect(live.on(messageNew, { roomId: room.id })).toHaveLength(1);
});

test("merges parallel mentions into one a room, and loses and repeats none", async () => {
  const [ann, bea, cat, dan] = await makeMembers(4);
  const rooms = await Promise.all([ann, bea, cat].map((owner) => makeRoom(owner, [ann, bea, cat, dan])));
  const names = [bea, cat, dan].map(({ username }) => `@${username}`);
  const sends = Array.from({ length: 60 }, (_, i) => {
    const text = i % 2 === 0 ? names.join(" ") : names.toReversed().join(" ");
    return say(ann, rooms[i % 3]?.id ?? "", text);
  });
  await Promise.all(sends);
  for (const { id } of [bea, cat, dan]) {
    const rows = await db().notification.findMany({ where: { userId: id }, orderBy: { seq: "asc" } });
    expect(rows.map((row) => row.merged)).toEqual([20, 20, 20]);
    expect(new Set(rows.map((row) => row.seq)).size).toBe(3);
    expect(rows.at(-1)?.seq).toBe(60);
    expect(await db().user.findUnique({ where: { id } })).toMatchObject({ notificationSeq: 60 });
  }
});

test("stores neither message nor notification when one of them cannot be stored", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  await db().user.update({ where: { id: bea.id }, data: { notificationSeq: 2_147_483_647 } });
  await expect(say(ann, room.id, `@${bea.username}`)).rejects.toThrow();
  expect(await db().message.count({ where: { roomId: room.id } })).toBe(0);
  expect(await db().room.findUnique({ where: { id: room.id } })).toMatchObject({ lastSeq: 0 });
});

test("takes the mention back when the message is deleted, and no other", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  const message = await say(ann, room.id, `@${bea.username} regrets`);
  const kept = await say(ann, room.id, `@${bea.username} stays`);
  await deleteMessage(memberCtx(ann), { roomId: room.id, messageId: message.id });
  const { items } = await listNotifications(memberCtx(bea), { userId: "me" });
  expect(items.map(({ data }) => data.messageId)).toEqual([kept.id]);
  await deleteMessage(memberCtx(ann), { roomId: room.id, messageId: kept.id });
  expect((await listNotifications(memberCtx(bea), { userId: "me" })).items).toEqual([]);
  expect(live.on(notificationChanged, { userId: bea.id })).toMatchObject([
    { unread: 1, deletedIds: [], changed: [{ count: 1, title: `${ann.displayName} mentioned you in Kitchen` }] },
    { unread: 0, deletedIds: [items[0]?.id], changed: [] },
  ]);
});

test("mentions in a direct room too", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  await say(bea, room.id, `@${ann.username} hi`);
  const { items } = await listNotifications(memberCtx(ann), { userId: "me" });
  expect(items).toMatchObject([{ title: `${bea.displayName} mentioned you`, url: `/rooms/${room.id}?message=1` }]);
});
