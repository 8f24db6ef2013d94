import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { testDatabase } from "@/lib/kit/testing/database";
import { typing } from "./events";
import { openRoom } from "./open-room";
import { showTyping } from "./show-typing";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("shows the room who is typing", async () => {
  const ann = await makeMember({ username: "ann", displayName: "Ann" });
  const room = await makeRoom(ann);
  await showTyping(memberCtx(ann), { roomId: room.id });
  expect(live.on(typing, { roomId: room.id })).toEqual([
    { roomId: room.id, user: { id: ann.id, username: "ann", displayName: "Ann" } },
  ]);
});

test("opens a room to its member with the numbers to go on from", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  await say(ann, room.id, "x");
  expect(await openRoom(memberCtx(ann), { roomId: room.id })).toEqual({ roomId: room.id, lastSeq: 1, readSeq: 1 });
});
