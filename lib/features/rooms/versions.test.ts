import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { testDatabase } from "@/lib/kit/testing/database";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { roomChanged } from "./events";
import { getRoom } from "./get-room";
import { joinRoom } from "./join-room";
import { listMessages } from "./list-messages";
import { listRooms } from "./list-rooms";
import { syncRooms } from "./sync-rooms";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";
import { updateRoom } from "./update-room";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("a room counts changes of name and topic, and nothing else", async () => {
  const [ann, bea] = await makeMembers(2);
  const { id: roomId, version } = await makeRoom(ann);
  expect(version).toBe(1);
  const change = async (given: { name?: string; topic?: string }) =>
    (await updateRoom(memberCtx(ann), { roomId, ...given })).version;
  const changes = [{ name: "Kitchen" }, { topic: "Soup" }, { topic: "Soup" }, { name: "Cellar", topic: "Wine" }, {}];
  const versions: number[] = [];
  for (const given of changes) versions.push(await change(given));
  expect(versions).toEqual([1, 2, 2, 3, 3]);
  await say(ann, roomId, "hello");
  await joinRoom(memberCtx(bea), { roomId });
  expect((await getRoom(memberCtx(bea), { roomId })).version).toBe(3);
  expect(live.on(roomChanged, { roomId }).at(-1)).toMatchObject({
    change: "joined",
    room: { version: 3 },
  });
  const { items } = await listRooms(memberCtx(ann), {});
  expect(items.map((room) => [room.id, room.version])).toEqual([[roomId, 3]]);
});

test("changes of a room at the same moment all count, and none undoes another", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  const change = (given: { name?: string; topic?: string }) => updateRoom(memberCtx(ann), { roomId, ...given });
  await Promise.all([
    change({ name: "Cellar" }),
    ...Array.from({ length: 10 }, (_, n) => change({ topic: `topic ${n}` })),
  ]);
  expect(await getRoom(memberCtx(ann), { roomId })).toMatchObject({ name: "Cellar", version: 12 });
});

test("a message counts its new words and its end, once each", async () => {
  const ann = await makeMember();
  const ctx = memberCtx(ann);
  const { id: roomId } = await makeRoom(ann);
  const { id: messageId, version } = await say(ann, roomId, "helo");
  const edit = async (body: string) => (await editMessage(ctx, { roomId, messageId, body })).version;
  const remove = async () => (await deleteMessage(ctx, { roomId, messageId })).version;
  const versions = [
    version,
    await edit("hello"),
    await edit("hello"),
    await edit("hallo"),
    await remove(),
    await remove(),
  ];
  expect(versions).toEqual([1, 2, 2, 3, 4, 4]);
  const repeated = await say(ann, roomId, "again", "one-client-id");
  expect(await say(ann, roomId, "again", "one-client-id")).toEqual(repeated);
  expect((await listMessages(ctx, { roomId })).items.map((message) => message.version)).toEqual([4, 1]);
  const { rooms } = await syncRooms(ctx, { rooms: { [roomId]: 0 } });
  expect(rooms[roomId]?.items.map((message) => message.version).toSorted()).toEqual([1, 4]);
});

test("edits of a message at the same moment all count", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  const { id: messageId } = await say(ann, roomId, "start");
  const edits = Array.from({ length: 10 }, (_, n) =>
    editMessage(memberCtx(ann), { roomId, messageId, body: `edit ${n}` }),
  );
  const versions = (await Promise.all(edits)).map(({ version }) => version);
  expect(versions.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
