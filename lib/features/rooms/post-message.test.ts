import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { messageNew } from "./events";
import { getRoom } from "./get-room";
import { postMessage } from "./post-message";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

test("stores a message under the room's next number and shows it to the room", async () => {
  const [ann, bea] = [await makeMember({ username: "ann", displayName: "Ann" }), await makeMember()];
  const room = await makeRoom(ann, [bea]);
  await say(bea, room.id, "first");
  const message = await say(ann, room.id, "  \r\n\r\nsecond\r\nline \t\n ", "client-1");
  expect(message).toMatchObject({
    ...{ roomId: room.id, seq: 2, rev: 2, clientId: "client-1", body: "second\nline", replyTo: null },
    ...{ author: { id: ann.id, username: "ann", displayName: "Ann" }, editedAt: null, deletedAt: null },
  });
  expect(live.on(messageNew, { roomId: room.id })).toMatchObject([{ seq: 1 }, message]);
  expect(await db().message.findUnique({ where: { id: message.id } })).toMatchObject({ seq: 2, body: "second\nline" });
});

test("moves the sender's own read position to the new message", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  await say(bea, room.id, "one");
  await say(ann, room.id, "two");
  expect(await getRoom(memberCtx(ann), { roomId: room.id })).toMatchObject({ lastSeq: 2, readSeq: 2, unread: 0 });
  expect(await getRoom(memberCtx(bea), { roomId: room.id })).toMatchObject({ lastSeq: 2, readSeq: 1, unread: 1 });
});

test("gives parallel sends of many members gapless numbers, each once, in the order of their times", async () => {
  const members = await makeMembers(8);
  const room = await makeRoom(members[0], members.slice(1));
  const sends = Array.from({ length: 50 }, (_, i) => members.map((one) => say(one, room.id, `${one.username} ${i}`)));
  const sent = await Promise.all(sends.flat());
  expect(sent.map((message) => message.seq).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 400 }, (_, i) => i + 1),
  );
  const stored = await db().message.findMany({ where: { roomId: room.id }, orderBy: { seq: "asc" } });
  expect(stored.map((row) => row.body).sort()).toEqual(sent.map((message) => message.body).sort());
  const times = stored.map((row) => row.createdAt.getTime());
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(live.on(messageNew, { roomId: room.id })).toHaveLength(400);
});

test("keeps the order in which one member sends", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const sent = await Promise.all(Array.from({ length: 250 }, (_, i) => say(ann, room.id, String(i))));
  expect(sent.toSorted((a, b) => a.seq - b.seq).map((message) => message.body)).toEqual(sent.map((_, i) => String(i)));
});

test("makes one message of fifty parallel sends with the same client id", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const sent = await Promise.all(Array.from({ length: 50 }, (_, i) => say(ann, room.id, `try ${i}`, "same")));
  expect(new Set(sent.map((message) => JSON.stringify(message))).size).toBe(1);
  expect(await db().message.count({ where: { roomId: room.id } })).toBe(1);
  expect(await db().room.findUnique({ where: { id: room.id } })).toMatchObject({ lastSeq: 1 });
  expect(live.on(messageNew, { roomId: room.id })).toHaveLength(1);
});

test("lets two members use the same client id", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea]);
  expect((await say(ann, room.id, "a", "same")).seq).toBe(1);
  expect((await say(bea, room.id, "b", "same")).seq).toBe(2);
});

test("answers a message of the room, and refuses an answer to one that is not there", async () => {
  const ann = await makeMember();
  const [room, elsewhere] = [await makeRoom(ann), await makeRoom(ann)];
  await say(ann, elsewhere.id, "one");
  await say(ann, elsewhere.id, "two");
  await say(ann, room.id, "question");
  const send = (replyTo: number) =>
    postMessage(memberCtx(ann), { roomId: room.id, clientId: newId(), body: "x", replyTo });
  expect(await send(1)).toMatchObject({ replyTo: 1, seq: 2 });
  await expect(send(3)).rejects.toMatchObject({ code: "invalid_input", extras: { errors: [{ field: "replyTo" }] } });
  expect(await db().room.findUnique({ where: { id: room.id } })).toMatchObject({ lastSeq: 2 });
});

test.each([
  ["no text", { body: " \n\t " }, "body"],
  ["text of 4,001 characters", { body: "x".repeat(4_001) }, "body"],
  ["a control character", { body: "a\u0000b" }, "body"],
  ["half a character", { body: "a\ud83d" }, "body"],
  ["a client id with a space", { clientId: "a b" }, "clientId"],
  ["a client id of 65 characters", { clientId: "x".repeat(65) }, "clientId"],
  ["an unknown field", { seq: 1 }, "seq"],
])("refuses %s", async (_what, wrong, field) => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const input = { roomId: room.id, clientId: "c", body: "text", ...wrong };
  await expect(postMessage(memberCtx(ann), input)).rejects.toMatchObject({
    code: "invalid_input",
    extras: { errors: [expect.objectContaining({ field })] },
  });
});

test("takes 4,000 characters, line ends and tabs as they are", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const body = `\ta\n  b\n${"😀".repeat(1_990)}`;
  expect((await say(ann, room.id, body)).body).toBe(body);
  const stored = await db().message.findFirst({ where: { roomId: room.id } });
  expect(stored?.body).toBe(body);
});

test("refuses a message to a room that does not exist", async () => {
  expect(await refusalOf(say(await makeMember(), newId(), "hello"))).toBe("not_found");
});

test("counts against the chat rate limit, repeated sends too", async () => {
  const ann = await makeMember();
  const room = await makeRoom(ann);
  const ctx = memberCtx(ann);
  await postMessage(ctx, { roomId: room.id, clientId: "one", body: "x" });
  await postMessage(ctx, { roomId: room.id, clientId: "one", body: "x" });
  expect(ctx.limits.map((decision) => decision.rateLimit)).toEqual(["chat", "chat"]);
});
