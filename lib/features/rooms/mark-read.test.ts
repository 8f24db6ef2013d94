import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { deleteMessage } from "./delete-message";
import { roomRead } from "./events";
import { getRoom } from "./get-room";
import { markRead } from "./mark-read";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("moves the read position forward, never back, never beyond the end, and tells the member's other pages", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  for (const text of ["1", "2", "3"]) await say(ann, room.id, text);
  const read = (seq: number) => markRead(memberCtx(bea), { roomId: room.id, seq });
  expect(await read(2)).toEqual({ roomId: room.id, readSeq: 2, unread: 1 });
  expect(await read(1)).toEqual({ roomId: room.id, readSeq: 2, unread: 1 });
  expect(await read(2_147_483_647)).toEqual({ roomId: room.id, readSeq: 3, unread: 0 });
  expect(live.on(roomRead, { userId: bea.id }).at(-1)).toEqual({ roomId: room.id, readSeq: 3, unread: 0 });
  expect(live.on(roomRead, { userId: ann.id })).toEqual([]);
});

test("counts unread messages up to 100, without the deleted", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  const sent = await Promise.all(Array.from({ length: 102 }, (_, i) => say(ann, room.id, String(i))));
  const unread = async () => (await getRoom(memberCtx(bea), { roomId: room.id })).unread;
  expect(await unread()).toBe(100);
  await markRead(memberCtx(bea), { roomId: room.id, seq: 92 });
  const last = sent.find((message) => message.seq === 102);
  await deleteMessage(memberCtx(ann), { roomId: room.id, messageId: last?.id ?? "" });
  expect(await unread()).toBe(9);
});

test("refuses what is no place", async () => {
  const [ann] = await makeMembers(1);
  const room = await makeRoom(ann);
  for (const seq of [-1, 1.5, "x", 2_147_483_648]) {
    expect(await refusalOf(markRead(memberCtx(ann), { roomId: room.id, seq }))).toBe("invalid_input");
  }
});
