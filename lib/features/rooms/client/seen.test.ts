import { expect, test } from "vitest";
import type { RoomMember } from "@/lib/features/rooms/schemas";
import { hearSeen, seenBy, seenWords } from "./seen";
import type { Message } from "./wire";

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const message = (seq: number, authorId: string, deleted = false) =>
  ({
    id: `m${seq}`,
    seq,
    author: { id: authorId, username: authorId, displayName: authorId },
    createdAt: at(seq),
    deletedAt: deleted ? at(seq) : null,
  }) as Message;
const member = (id: string, joined = 0) =>
  ({
    user: { id, username: id, displayName: id.toUpperCase(), role: "user" },
    role: "member",
    joinedAt: at(joined),
  }) as RoomMember;

const readers = (positions: Record<string, number>) => new Map(Object.entries(positions));

test("puts each reader once, under the newest own message they have read", () => {
  const log = [message(1, "me"), message(2, "bea"), message(3, "me"), message(4, "me", true)];
  const seen = seenBy(
    log,
    readers({ bea: 2, cem: 4, me: 4 }),
    ["me", "bea", "cem", "dan"].map((id) => member(id)),
    "me",
  );
  expect([...seen]).toEqual([
    ["m1", ["BEA"]],
    ["m3", ["CEM"]],
  ]);
});

test("does not say that someone has seen what was written before they joined", () => {
  expect([...seenBy([message(1, "me")], readers({ bea: 9 }), [member("bea", 5)], "me")]).toEqual([]);
});

test("forgets no progress, and a position that is taken back", () => {
  const told = { roomId: "r", userId: "bea" };
  const read = hearSeen(hearSeen(new Map(), { ...told, readSeq: 5 }), { ...told, readSeq: 3 });
  expect([...read]).toEqual([["bea", 5]]);
  expect([...hearSeen(read, { ...told, readSeq: null })]).toEqual([]);
});

test.each([
  [["A"], "Seen by A"],
  [["A", "B"], "Seen by A and B"],
  [["A", "B", "C"], "Seen by A, B and C"],
  [["A", "B", "C", "D"], "Seen by A, B and 2 others"],
])("names %j", (names, words) => {
  expect(seenWords(names)).toBe(words);
});
