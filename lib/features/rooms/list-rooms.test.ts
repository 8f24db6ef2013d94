import { expect, test } from "vitest";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { encodeCursor } from "@/lib/shared/page";
import { createRoom } from "./create-room";
import { listRooms } from "./list-rooms";
import { openDirectRoom } from "./open-direct-room";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";
import { updateRoom } from "./update-room";

testDatabase();
withoutChatLimit();

test("lists the member's own rooms of every kind, last active first, with what is unread", async () => {
  const [ann, bea] = await makeMembers(2);
  const open = await makeRoom(ann, [bea]);
  const closed = await makeRoom(bea, [ann], "private");
  const direct = await openDirectRoom(memberCtx(bea), { userId: ann.id });
  await makeRoom(bea);
  await say(bea, open.id, "hello");
  await say(bea, open.id, "again");
  const { items, nextCursor } = await listRooms(memberCtx(ann), {});
  expect(items.map((room) => room.id)).toEqual([open.id, direct.id, closed.id]);
  expect(nextCursor).toBeNull();
  expect(items[0]).toMatchObject({ unread: 2, lastMessage: { body: "again", authorName: bea.displayName } });
  expect(items[1]).toMatchObject({
    ...{ kind: "direct", name: "", myRole: "member" },
    other: { id: bea.id, username: bea.username, displayName: bea.displayName, role: "user" },
  });
});

test("lists all public rooms to discover, newest first, and says which are joined", async () => {
  const [ann, bea] = await makeMembers(2);
  const [one, two] = [
    await createRoom(memberCtx(bea), { name: "Garden Alpha" }),
    await createRoom(memberCtx(ann), { name: "Garden Beta" }),
  ];
  await createRoom(memberCtx(ann), { name: "Garden Gamma", kind: "private" });
  const { items } = await listRooms(memberCtx(ann), { scope: "discover", q: "garden" });
  expect(items.map(({ id, joined }) => [id, joined])).toEqual([
    [two.id, true],
    [one.id, false],
  ]);
});

test("finds rooms by part of their name in any case, and direct rooms by the other's name", async () => {
  const ann = await makeMember();
  const olga = await makeMember({ username: "olga-the-great", displayName: "Ольга" });
  const kitchen = await createRoom(memberCtx(ann), { name: "Große KÜCHE 100%_" });
  const direct = await openDirectRoom(memberCtx(ann), { userId: olga.id });
  await createRoom(memberCtx(ann), { name: "Cellar" });
  const find = async (q: string) => (await listRooms(memberCtx(ann), { q })).items.map((room) => room.id);
  expect(await find("küche")).toEqual([kitchen.id]);
  expect(await find("100%_")).toEqual([kitchen.id]);
  expect(await find("%")).toEqual([kitchen.id]);
  expect(await find("THE-great")).toEqual([direct.id]);
  expect(await find("nothing like it")).toEqual([]);
  await updateRoom(memberCtx(ann), { roomId: kitchen.id, name: "Bath" });
  expect(await find("küche")).toEqual([]);
  expect(await find("bath")).toEqual([kitchen.id]);
});

test.each(["joined", "discover"] as const)("pages through %s rooms, each once", async (scope) => {
  const ann = await makeMember();
  const made: string[] = [];
  for (let i = 0; i < 7; i++) made.unshift((await createRoom(memberCtx(ann), { name: `Tower ${scope} ${i}` })).id);
  const found: string[] = [];
  for (let cursor: string | undefined | null; cursor !== null; ) {
    const page = await listRooms(memberCtx(ann), { scope, q: `tower ${scope}`, limit: 3, cursor });
    found.push(...page.items.map((room) => room.id));
    cursor = page.nextCursor;
  }
  expect(found).toEqual(made);
});

test.each([{ cursor: encodeCursor([1, 2]) }, { cursor: "x" }, { scope: "all" }, { limit: 0 }])(
  "refuses %j",
  async (input) => {
    expect(await refusalOf(listRooms(memberCtx(await makeMember()), input as { cursor: string }))).toBe(
      "invalid_input",
    );
  },
);
