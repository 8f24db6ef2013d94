import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { messageChanged } from "./events";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("changes the words under the room's next number and leaves the place", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  const message = await say(bea, room.id, "helo");
  await say(ann, room.id, "hi");
  const edited = await editMessage(memberCtx(bea), { roomId: room.id, messageId: message.id, body: " hello\r\n" });
  expect(edited).toEqual({ ...message, body: " hello", rev: 3, version: 2, editedAt: expect.any(String) });
  expect(live.on(messageChanged, { roomId: room.id })).toEqual([edited]);
  expect((await say(ann, room.id, "next")).seq).toBe(4);
});

test("takes no number for the same words", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const message = await say(ann, room.id, "same");
  expect(await editMessage(memberCtx(ann), { roomId: room.id, messageId: message.id, body: "same" })).toEqual(message);
  expect(await db().room.findUnique({ where: { id: room.id } })).toMatchObject({ lastSeq: 1 });
  expect(live.on(messageChanged, { roomId: room.id })).toEqual([]);
});

test("refuses everyone but the author, the owner and admins too", async () => {
  const [ann, bea] = await makeMembers(2);
  const admin = await makeMember({ role: "admin" });
  const room = await makeRoom(ann, [bea, admin]);
  const { id: messageId } = await say(bea, room.id, "mine");
  for (const other of [ann, admin]) {
    expect(await refusalOf(editMessage(memberCtx(other), { roomId: room.id, messageId, body: "x" }))).toBe("forbidden");
  }
});

test("refuses a message of another room, one that never was, and a deleted one", async () => {
  const ann = await makeMember();
  const [room, elsewhere] = [await makeRoom(ann), await makeRoom(ann)];
  const message = await say(ann, elsewhere.id, "there");
  const edit = (roomId: string, messageId: string) =>
    refusalOf(editMessage(memberCtx(ann), { roomId, messageId, body: "x" }));
  expect(await edit(room.id, message.id)).toBe("not_found");
  expect(await edit(room.id, newId())).toBe("not_found");
  await deleteMessage(memberCtx(ann), { roomId: elsewhere.id, messageId: message.id });
  expect(await edit(elsewhere.id, message.id)).toBe("gone");
});

test("refuses an empty text", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const { id: messageId } = await say(ann, room.id, "x");
  expect(await refusalOf(editMessage(memberCtx(ann), { roomId: room.id, messageId, body: " " }))).toBe("invalid_input");
});

test("gives parallel edits and sends each a number of its own, and keeps a deletion", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const { id: messageId } = await say(ann, room.id, "start");
  const edits = Array.from({ length: 20 }, (_, i) =>
    editMessage(memberCtx(ann), { roomId: room.id, messageId, body: `edit ${i}` }).catch(() => undefined),
  );
  const sends = Array.from({ length: 20 }, (_, i) => say(ann, room.id, `send ${i}`));
  const deletion = deleteMessage(memberCtx(ann), { roomId: room.id, messageId });
  const changes = [...(await Promise.all([...edits, ...sends])), await deletion].filter(
    (change) => change !== undefined,
  );
  const revs = changes.map((change) => change.rev).sort((a, b) => a - b);
  expect(revs).toEqual(revs.map((_, i) => i + 2));
  const room2 = await db().room.findUnique({ where: { id: room.id } });
  expect(room2?.lastSeq).toBe(revs.at(-1));
  const stored = await db().message.findUnique({ where: { id: messageId } });
  expect(stored).toMatchObject({ body: "", rev: (await deletion).rev, seq: 1 });
});
