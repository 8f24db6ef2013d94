import { expect, test } from "vitest";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { encodeCursor } from "@/lib/shared/page";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { listMessages } from "./list-messages";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();

/** A room with messages 1 to `count`, and how to read it. */
async function makeTalk(count: number) {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const messages = await Promise.all(Array.from({ length: count }, (_, i) => say(ann, room.id, String(i + 1))));
  const read = (where: object) => listMessages(memberCtx(ann), { roomId: room.id, ...where });
  const seqs = async (where: object) => (await read(where)).items.map((message) => message.seq);
  return { ann, room, messages, read, seqs };
}

test("answers the newest messages, oldest first, with the room's number", async () => {
  const { messages, read } = await makeTalk(25);
  const page = await read({});
  expect(page).toMatchObject({ items: messages.slice(5), prevCursor: null, lastSeq: 25 });
  expect(page.nextCursor).not.toBeNull();
});

test("answers an empty room", async () => {
  const { read } = await makeTalk(0);
  expect(await read({})).toEqual({ items: [], nextCursor: null, prevCursor: null, lastSeq: 0 });
});

test("leads by cursor to the beginning and back to the newest message, each message once", async () => {
  const { read } = await makeTalk(23);
  const down: number[] = [];
  let page = await read({ limit: 5 });
  down.unshift(...page.items.map(({ seq }) => seq));
  while (page.nextCursor) {
    page = await read({ limit: 5, cursor: page.nextCursor });
    down.unshift(...page.items.map(({ seq }) => seq));
  }
  const up = page.items.map(({ seq }) => seq);
  while (page.prevCursor) {
    page = await read({ limit: 5, cursor: page.prevCursor });
    up.push(...page.items.map(({ seq }) => seq));
  }
  const all = Array.from({ length: 23 }, (_, i) => i + 1);
  expect(down).toEqual(all);
  expect(up).toEqual(all);
});

test("answers what stands before, after and around a place", async () => {
  const { seqs, read } = await makeTalk(12);
  expect(await seqs({ before: 4, limit: 2 })).toEqual([2, 3]);
  expect(await seqs({ after: 9, limit: 2 })).toEqual([10, 11]);
  expect(await seqs({ around: 6, limit: 5 })).toEqual([4, 5, 6, 7, 8]);
  expect(await seqs({ around: 1, limit: 4 })).toEqual([1, 2]);
  expect(await seqs({ around: "12", limit: "4" })).toEqual([10, 11, 12]);
  expect(await seqs({ after: 12 })).toEqual([]);
  expect(await read({ after: 0, limit: 12 })).toMatchObject({ nextCursor: null, prevCursor: null });
  expect(await read({ before: 13, limit: 12 })).toMatchObject({ nextCursor: null, prevCursor: null });
});

test("says no more than there is beyond the last message when the newest numbers are edits", async () => {
  const { ann, room, messages, read } = await makeTalk(3);
  const [first, second] = messages.map((message) => message.id);
  await editMessage(memberCtx(ann), { roomId: room.id, messageId: first ?? "", body: "new" });
  await deleteMessage(memberCtx(ann), { roomId: room.id, messageId: second ?? "" });
  const page = await read({ before: 4 });
  expect(page).toMatchObject({ prevCursor: null, nextCursor: null, lastSeq: 5 });
  expect(page.items).toMatchObject([
    { seq: 1, rev: 4, body: "new" },
    { seq: 2, rev: 5, body: "" },
    { seq: 3, rev: 3 },
  ]);
});

test("names the author of each message", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  await say(bea, room.id, "hi");
  const { items } = await listMessages(memberCtx(ann), { roomId: room.id });
  expect(items[0]?.author).toEqual({ id: bea.id, username: bea.username, displayName: bea.displayName });
});

test.each([
  ["a cursor of another list", { cursor: encodeCursor([true, 3]) }],
  ["a cursor that is none", { cursor: "%%%" }],
  ["a cursor beyond all numbers", { cursor: encodeCursor(["after", 2_147_483_647]) }],
  ["two places at once", { before: 3, after: 1 }],
  ["more than 100 messages", { limit: 101 }],
  ["a negative place", { before: -1 }],
])("refuses %s", async (_what, where) => {
  const { read } = await makeTalk(0);
  expect(await refusalOf(read(where))).toBe("invalid_input");
});

test("takes the highest places there are", async () => {
  const { seqs } = await makeTalk(1);
  expect(await seqs({ before: 2_147_483_647 })).toEqual([1]);
  expect(await seqs({ around: 2_147_483_647 })).toEqual([1]);
  expect(await seqs({ after: 2_147_483_647 })).toEqual([]);
});
