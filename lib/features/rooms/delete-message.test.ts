import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { deleteMessage } from "./delete-message";
import { messageChanged } from "./events";
import { openDirectRoom } from "./open-direct-room";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("empties a message under the room's next number and keeps its place", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const message = await say(ann, room.id, "secret", "c1");
  const deleted = await deleteMessage(memberCtx(ann), { roomId: room.id, messageId: message.id });
  expect(deleted).toEqual({ ...message, body: "", rev: 2, version: 2, deletedAt: expect.any(String) });
  expect(live.on(messageChanged, { roomId: room.id })).toEqual([deleted]);
  expect(await db().message.findUnique({ where: { id: message.id } })).toMatchObject({ body: "", seq: 1, rev: 2 });
  expect(await say(ann, room.id, "secret", "c1")).toEqual(deleted);
});

test("changes nothing the second time, also at the same moment", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const { id: messageId } = await say(ann, room.id, "x");
  const attempt = () => deleteMessage(memberCtx(ann), { roomId: room.id, messageId });
  const answers = await Promise.all(Array.from({ length: 10 }, attempt));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await db().room.findUnique({ where: { id: room.id } })).toMatchObject({ lastSeq: 2 });
  expect(live.on(messageChanged, { roomId: room.id })).toHaveLength(1);
});

test("lets the room's owner delete what others wrote, but no other member", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const room = await makeRoom(ann, [bea, cat], "private");
  const { id: messageId } = await say(bea, room.id, "x");
  const attempt = (who: typeof ann) => refusalOf(deleteMessage(memberCtx(who), { roomId: room.id, messageId }));
  expect(await attempt(cat)).toBe("forbidden");
  expect(await attempt(ann)).toBe("ok");
});

test("lets an admin delete in public rooms without being in them, and nowhere else", async () => {
  const [ann, bea] = await makeMembers(2);
  const admin = await makeMember({ role: "admin" });
  const open = await makeRoom(ann, []);
  const closed = await makeRoom(ann, [], "private");
  const direct = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  const attempt = async (roomId: string) => {
    const { id: messageId } = await say(ann, roomId, "x");
    return refusalOf(deleteMessage(memberCtx(admin), { roomId, messageId }));
  };
  expect(await attempt(open.id)).toBe("ok");
  expect(await attempt(closed.id)).toBe("not_found");
  expect(await attempt(direct.id)).toBe("not_found");
});

test("gives nobody power over the other's messages in a direct room", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  const { id: messageId } = await say(bea, room.id, "x");
  expect(await refusalOf(deleteMessage(memberCtx(ann), { roomId: room.id, messageId }))).toBe("forbidden");
});

test("refuses a message of another room and one that never was", async () => {
  const ann = await makeMember();
  const [room, elsewhere] = [await makeRoom(ann), await makeRoom(ann)];
  const { id } = await say(ann, elsewhere.id, "there");
  for (const messageId of [id, newId()]) {
    expect(await refusalOf(deleteMessage(memberCtx(ann), { roomId: room.id, messageId }))).toBe("not_found");
  }
});
