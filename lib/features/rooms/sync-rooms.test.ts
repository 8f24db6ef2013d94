import { array, asyncProperty, assert as check, constantFrom, integer, record } from "fast-check";
import { expect, test } from "vitest";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { listMessages } from "./list-messages";
import type { Message } from "./message-schemas";
import { syncRooms } from "./sync-rooms";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();

test("answers exactly what was sent, edited and deleted after a number, in the order it happened", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const [one, two] = [await say(ann, room.id, "one"), await say(ann, room.id, "two")];
  const three = await say(ann, room.id, "three");
  const edited = await editMessage(memberCtx(ann), { roomId: room.id, messageId: one.id, body: "ONE" });
  const deleted = await deleteMessage(memberCtx(ann), { roomId: room.id, messageId: two.id });
  const since = async (after: number) =>
    (await syncRooms(memberCtx(ann), { rooms: { [room.id]: after } })).rooms[room.id];
  expect(await since(2)).toEqual({ items: [three, edited, deleted], lastSeq: 5, hasMore: false });
  expect(await since(4)).toEqual({ items: [deleted], lastSeq: 5, hasMore: false });
  expect(await since(5)).toEqual({ items: [], lastSeq: 5, hasMore: false });
});

test("leads a client that is ahead, as after a restored backup, back to the room's number", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  await say(ann, room.id, "one");
  const { rooms } = await syncRooms(memberCtx(ann), { rooms: { [room.id]: 9 } });
  expect(rooms[room.id]).toEqual({ items: [], lastSeq: 1, hasMore: false });
});

test("answers at most 200 messages, and the rest when asked again, over all rooms", async () => {
  const ann = await makeMember();
  const rooms = [await makeRoom(ann), await makeRoom(ann), await makeRoom(ann)];
  const counts = [150, 0, 130];
  for (const [i, room] of rooms.entries()) {
    await Promise.all(Array.from({ length: counts[i] ?? 0 }, (_, n) => say(ann, room.id, String(n))));
  }
  const known = Object.fromEntries(rooms.map((room) => [room.id, 0]));
  const sizes: number[] = [];
  const got = new Map(rooms.map((room) => [room.id, [] as number[]]));
  for (let more = true; more; ) {
    const answer = await syncRooms(memberCtx(ann), { rooms: known });
    const changes = Object.entries(answer.rooms);
    sizes.push(changes.reduce((sum, [, change]) => sum + change.items.length, 0));
    for (const [id, change] of changes) {
      known[id] = change.lastSeq;
      got.get(id)?.push(...change.items.map((message) => message.rev));
    }
    more = changes.some(([, change]) => change.hasMore);
  }
  expect(sizes).toEqual([200, 80]);
  for (const [i, room] of rooms.entries()) {
    expect(got.get(room.id)).toEqual(Array.from({ length: counts[i] ?? 0 }, (_, n) => n + 1));
  }
});

test("refuses rooms that are not the caller's by name, and answers the others", async () => {
  const [ann, bea] = await makeMembers(2);
  const [mine, open, closed, gone] = [
    await makeRoom(ann),
    await makeRoom(bea),
    await makeRoom(bea, [], "private"),
    newId(),
  ];
  await say(bea, open.id, "x");
  const asked = { [open.id]: 0, [mine.id]: 0, [closed.id]: 0, [gone]: 0 };
  expect(await syncRooms(memberCtx(ann), { rooms: asked })).toEqual({
    rooms: { [mine.id]: { items: [], lastSeq: 0, hasMore: false } },
    refused: [open.id, closed.id, gone],
  });
  expect(await syncRooms(memberCtx(ann), { rooms: {} })).toEqual({ rooms: {}, refused: [] });
});

test("refuses more than 100 rooms, and what is no id or no number", async () => {
  const ctx = memberCtx(await makeMember());
  const many = Object.fromEntries(Array.from({ length: 101 }, () => [newId(), 0]));
  expect(await refusalOf(syncRooms(ctx, { rooms: many }))).toBe("invalid_input");
  expect(await refusalOf(syncRooms(ctx, { rooms: { kitchen: 0 } }))).toBe("invalid_input");
  expect(await refusalOf(syncRooms(ctx, { rooms: { [newId()]: -1 } }))).toBe("invalid_input");
});

type Step = { what: "send" | "edit" | "delete"; at: number; who: number };

const Steps = array(
  record({ what: constantFrom("send" as const, "edit" as const, "delete" as const), at: integer(), who: integer() }),
  { maxLength: 25 },
);

test("brings every client that saw any part of a room's life to the same room (property)", async () => {
  const members = await makeMembers(3);
  const property = asyncProperty(
    Steps,
    integer({ min: 0, max: 30 }),
    integer({ min: 1, max: 7 }),
    async (steps, cut, at) => {
      const room = await makeRoom(members[0], members.slice(1));
      const revs: number[] = [];
      const sent: Message[] = [];
      const run = async ({ what, at, who }: Step) => {
        const author = members[Math.abs(who) % 3] ?? members[0];
        const target = sent[Math.abs(at) % Math.max(1, sent.length)];
        if (what === "send" || !target) {
          const message = await say(author, room.id, `${at}`);
          sent.push(message);
          return revs.push(message.rev);
        }
        const by = memberCtx(members.find(({ id }) => id === target.author?.id) ?? members[0]);
        const aim = { roomId: room.id, messageId: target.id };
        const changed =
          what === "delete"
            ? await deleteMessage(by, aim)
            : await editMessage(by, { ...aim, body: `${at}!` }).catch(() => undefined);
        if (changed && !revs.includes(changed.rev)) revs.push(changed.rev);
      };
      for (const step of steps.slice(0, cut)) await run(step);
      const seen = await listMessages(memberCtx(members[1]), { roomId: room.id, limit: 100 });
      for (const step of steps.slice(cut)) await run(step);
      // What a client holds that loaded the room in the middle, asked again with any number it may have had, and caught up.
      const held = new Map(seen.items.map((message) => [message.id, message]));
      let after = Math.min(seen.lastSeq, at);
      for (let more = true; more; ) {
        const { rooms } = await syncRooms(memberCtx(members[1]), { rooms: { [room.id]: after } });
        const change = rooms[room.id];
        for (const item of change?.items ?? []) {
          expect(item.rev).toBeGreaterThan(after);
          held.set(item.id, item);
        }
        after = change?.lastSeq ?? 0;
        more = change?.hasMore ?? false;
      }
      const now = await listMessages(memberCtx(members[2]), { roomId: room.id, limit: 100 });
      expect([...held.values()].sort((a, b) => a.seq - b.seq)).toEqual(now.items);
      expect(after).toBe(now.lastSeq);
      expect(revs).toEqual(revs.map((_, i) => i + 1));
    },
  );
  await check(property, { numRuns: 40 });
});
