import { beforeAll, expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { hearLive } from "@/lib/core/testing/live";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { roomSeen } from "./events";
import { rooms } from "./feature";
import { listReaders } from "./list-readers";
import { markRead } from "./mark-read";
import { READERS_MAX } from "./schemas";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();
beforeAll(() => installFeatures([rooms]));

const read = (member: Member, roomId: string, seq: number) => markRead(memberCtx(member), { roomId, seq });
const readers = async (member: Member, roomId: string) => (await listReaders(memberCtx(member), { roomId })).items;
const show = (member: Member, showReadState: boolean) =>
  changeSettings(memberCtx(member), { userId: "me", features: { rooms: { showReadState } } });
const seenIn = (roomId: string) => live.on(roomSeen, { roomId });

test("shows the others in a small room how far someone has read, at once", async () => {
  const [ann, bea, cem] = await makeMembers(3);
  const { id: roomId } = await makeRoom(ann, [bea, cem]);
  for (const text of ["1", "2"]) await say(ann, roomId, text);
  await read(bea, roomId, 2);
  expect(seenIn(roomId)).toEqual([{ roomId, userId: bea.id, readSeq: 2 }]);
  expect(await readers(ann, roomId)).toEqual([
    { userId: bea.id, readSeq: 2 },
    { userId: cem.id, readSeq: expect.any(Number) },
  ]);
  expect((await readers(bea, roomId)).map(({ userId }) => userId)).toEqual([ann.id, cem.id]);
});

test("lets nothing out of a member who does not want it seen, and takes back what was", async () => {
  const [ann, bea] = await makeMembers(2);
  const { id: roomId } = await makeRoom(ann, [bea]);
  for (const text of ["1", "2"]) await say(ann, roomId, text);
  await read(bea, roomId, 1);
  await show(bea, false);
  expect(seenIn(roomId).at(-1)).toEqual({ roomId, userId: bea.id, readSeq: null });
  const before = seenIn(roomId).length;
  expect(await read(bea, roomId, 2)).toMatchObject({ readSeq: 2 });
  expect(seenIn(roomId)).toHaveLength(before);
  expect(await readers(ann, roomId)).toEqual([]);
  await show(bea, true);
  expect(seenIn(roomId).at(-1)).toEqual({ roomId, userId: bea.id, readSeq: 2 });
  expect(await readers(ann, roomId)).toEqual([{ userId: bea.id, readSeq: 2 }]);
});

test("shows nobody in a large room", async () => {
  const [ann, bea] = await makeMembers(2);
  const others = [bea, ...(await makeMembers<number>(READERS_MAX - 1))];
  const { id: roomId } = await makeRoom(ann, others);
  await say(ann, roomId, "1");
  await read(bea, roomId, 1);
  expect(await readers(ann, roomId)).toEqual([]);
  expect(seenIn(roomId)).toEqual([]);
});

test("leaves out the deactivated, and answers nobody who is not in the room", async () => {
  const [ann, bea, eve] = await makeMembers(3);
  const { id: roomId } = await makeRoom(ann, [bea], "private");
  await db().user.update({ where: { id: bea.id }, data: { deactivatedAt: new Date() } });
  expect(await readers(ann, roomId)).toEqual([]);
  expect(await refusalOf(readers(eve, roomId))).toBe("not_found");
});
