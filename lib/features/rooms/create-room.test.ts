import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { createRoom } from "./create-room";
import { roomChanged } from "./events";
import { getRoom } from "./get-room";
import { inviteMember } from "./invite-member";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";
import { updateRoom } from "./update-room";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("makes a room with its maker as owner and first member", async () => {
  const ann = await makeMember();
  const room = await createRoom(memberCtx(ann), { name: "  Kitchen ", topic: "What to cook" });
  expect(room).toEqual({
    ...{ id: expect.any(String), kind: "public", name: "Kitchen", topic: "What to cook", memberCount: 1 },
    ...{ joined: true, invited: false, myRole: "owner", unread: 0, lastSeq: 0, readSeq: 0, lastMessage: null },
    ...{ createdAt: expect.any(String), version: 1, other: null },
  });
  expect(await getRoom(memberCtx(ann), { roomId: room.id })).toEqual(room);
  expect(live.on(roomChanged, { userId: ann.id })).toMatchObject([{ roomId: room.id, change: "created" }]);
});

test.each<[string, object]>([
  ["no name", { name: " " }],
  ["a name of 81 characters", { name: "x".repeat(81) }],
  ["a line break in the name", { name: "a\nb" }],
  ["a topic of 301 characters", { topic: "x".repeat(301) }],
  ["a direct room", { kind: "direct" }],
  ["an unknown field", { ownerId: newId() }],
])("refuses %s", async (_what, wrong) => {
  const input = { name: "Kitchen", ...wrong };
  expect(await refusalOf(createRoom(memberCtx(await makeMember()), input))).toBe("invalid_input");
});

test("shows a public room to everyone, without what is said in it", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann);
  await say(ann, room.id, "hush");
  expect(await getRoom(memberCtx(bea), { roomId: room.id })).toMatchObject({
    ...{ joined: false, myRole: null, unread: 0, readSeq: 0, lastMessage: null, memberCount: 1 },
  });
});

test("shows a private room to its members and the invited, with the last message to members only", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const room = await makeRoom(ann, [], "private");
  await say(ann, room.id, "x".repeat(500));
  await inviteMember(memberCtx(ann), { roomId: room.id, username: bea.username });
  expect(await getRoom(memberCtx(ann), { roomId: room.id })).toMatchObject({
    lastMessage: { body: "x".repeat(140), authorName: ann.displayName },
  });
  expect(await getRoom(memberCtx(bea), { roomId: room.id })).toMatchObject({
    invited: true,
    joined: false,
    lastMessage: null,
  });
  expect(await refusalOf(getRoom(memberCtx(cat), { roomId: room.id }))).toBe("not_found");
});

test("lets the owner change name and topic, and tells the room", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  const changed = await updateRoom(memberCtx(ann), { roomId: room.id, topic: "Soup" });
  expect(changed).toMatchObject({ name: "Kitchen", topic: "Soup" });
  expect(live.on(roomChanged, { roomId: room.id }).at(-1)).toEqual({
    ...{ roomId: room.id, change: "updated", userId: null },
    room: { name: "Kitchen", topic: "Soup", memberCount: 2, version: 2 },
  });
  expect(await refusalOf(updateRoom(memberCtx(bea), { roomId: room.id, name: "Mine" }))).toBe("forbidden");
  expect(await refusalOf(updateRoom(memberCtx(ann), { roomId: room.id, name: "" }))).toBe("invalid_input");
});
