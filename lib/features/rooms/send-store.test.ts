import { expect, test, vi } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers } from "@/lib/core/testing/members";
import { db, hotQuery, pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { messageNew } from "./events";
import { placeMessages } from "./send-store";
import { lockRoom } from "./store";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

/** Waits until `count` statements wait for a lock. */
const untilWaiting = (count: number) =>
  expect
    .poll(async () => {
      const rows = await db().$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return rows.length;
    })
    .toBe(count);

/** Stores a message as another process would, and commits once somebody here waits for it. */
const storeElsewhere = (roomId: string, authorId: string, clientId: string) =>
  transact(async (tx) => {
    const { lastSeq: seq } = await tx.room.update({ where: { id: roomId }, data: { lastSeq: { increment: 1 } } });
    await tx.message.create({ data: { id: newId(), roomId, seq, rev: seq, authorId, clientId, body: "theirs" } });
    await untilWaiting(1);
  });

test("answers the message that another process stored under the same client id at the same moment", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const elsewhere = storeElsewhere(room.id, ann.id, "same");
  const isStored = () => db().$queryRaw`
    SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE datname = current_database() AND relation = 'messages'::regclass AND mode = 'RowExclusiveLock'`;
  await expect.poll(isStored).not.toEqual([]);
  expect(await say(ann, room.id, "ours", "same")).toMatchObject({ seq: 1, body: "theirs" });
  await elsewhere;
  expect(live.on(messageNew, { roomId: room.id })).toEqual([]);
});

test("stores what shares a statement with a message that another process stored at the same moment", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  let elsewhere: Promise<void> | undefined;
  const sending: Promise<{ seq: number; body: string }>[] = [];
  await transact(async (tx) => {
    await lockRoom(tx, room.id);
    sending.push(say(bea, room.id, "before"));
    await untilWaiting(1);
    elsewhere = storeElsewhere(room.id, ann.id, "same");
    await untilWaiting(2);
    sending.push(say(ann, room.id, "ours", "same"), say(bea, room.id, "shares"));
  });
  const sent = await Promise.all(sending);
  await elsewhere;
  expect(sent.map(({ seq, body }) => [seq, body])).toEqual([
    [1, "before"],
    [2, "theirs"],
    [3, "shares"],
  ]);
});

test("times a message when it gets its number, so that times rise with the numbers over all processes", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  let sending: Promise<{ createdAt: string }> | undefined;
  const earlier = await transact(async (tx) => {
    await lockRoom(tx, room.id);
    sending = say(ann, room.id, "waits");
    await untilWaiting(1);
    await tx.$queryRaw`SELECT pg_sleep(0.02)::text`;
    return new Date();
  });
  const { createdAt } = (await sending) ?? { createdAt: "" };
  expect(new Date(createdAt).getTime()).toBeGreaterThanOrEqual(earlier.getTime());
});

test("gives the statements of several processes gapless numbers", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  const draft = (authorId: string) => ({
    id: newId(),
    roomId: room.id,
    authorId,
    clientId: newId(),
    body: "x",
    card: null,
    replyTo: null,
  });
  const statements = Array.from({ length: 40 }, () =>
    placeMessages(hotQuery, [draft(ann.id), draft(bea.id), draft(newId()), draft(ann.id)]),
  );
  const placed = (await Promise.all(statements)).flat();
  expect(placed.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect(await db().room.findUnique({ where: { id: room.id } })).toMatchObject({ lastSeq: 120 });
});

test("stores what is sent to several rooms at the same moment by one statement, each room under its own numbers", async () => {
  const ann = await makeMember();
  const rooms = await Promise.all([makeRoom(ann), makeRoom(ann), makeRoom(ann)]);
  const asked = vi.spyOn(pool(), "query");
  const sent = await Promise.all([...rooms, ...rooms].map(({ id }, index) => say(ann, id, `number ${index}`)));
  const statements = asked.mock.calls.filter(([query]) => JSON.stringify(query).includes("rooms.place"));
  asked.mockRestore();
  expect(statements).toHaveLength(1);
  expect(sent.map(({ roomId, seq, body }) => [roomId, seq, body])).toEqual([
    ...rooms.map(({ id }, index) => [id, 1, `number ${index}`]),
    ...rooms.map(({ id }, index) => [id, 2, `number ${index + 3}`]),
  ]);
});

test("locks rooms in one order, so that the statements of several processes never wait for each other", async () => {
  const ann = await makeMember();
  const rooms = await Promise.all(Array.from({ length: 8 }, () => makeRoom(ann)));
  const draft = (roomId: string) => ({
    id: newId(),
    roomId,
    authorId: ann.id,
    clientId: newId(),
    body: "x",
    card: null,
    replyTo: null,
  });
  const drafts = rooms.map(({ id }) => id);
  const statements = Array.from({ length: 60 }, (_, index) =>
    placeMessages(hotQuery, (index % 2 ? drafts : drafts.toReversed()).map(draft)),
  );
  expect((await Promise.all(statements)).flat()).toHaveLength(480);
});
