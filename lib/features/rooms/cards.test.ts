import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listPlaces } from "@/lib/core/cards/list-places";
import type { CardFace } from "@/lib/core/cards/registry";
import { shareCard } from "@/lib/core/cards/share-card";
import type { Member } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import type { FeatureManifest } from "@/lib/core/features/manifest";
import { listNotifications } from "@/lib/core/notifications";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db, pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { deleteMessage } from "./delete-message";
import { editMessage } from "./edit-message";
import { messageChanged, messageNew } from "./events";
import { rooms } from "./feature";
import { listMessages } from "./list-messages";
import { listRooms } from "./list-rooms";
import { openDirectRoom } from "./open-direct-room";
import { readPersonalData } from "./personal-data";
import { postMessage } from "./post-message";
import { syncRooms } from "./sync-rooms";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

const face: CardFace = {
  ...{ title: "Oolong", text: 'Dark and "sweet"', url: "/teas/1" },
  facts: [{ label: "Price", value: "4 €" }],
};
const tea = newId();
const teas: FeatureManifest = {
  name: "teas",
  cards: { offers: { tea: { present: async (_ctx, id) => (id === tea ? face : undefined) } } },
};
const card = { kind: "tea", id: tea, image: null, ...face };
beforeAll(() => installFeatures([rooms, teas]));
beforeEach(() => vi.restoreAllMocks());

const share = (who: Member, roomId: string, more: object = {}) =>
  shareCard(memberCtx(who), { kind: "tea", id: tea, to: { kind: "room", id: roomId }, ...more });

test("a card stands in the room as a message, wherever messages are read", async () => {
  const [ann, bea] = await makeMembers(2);
  const { id: roomId } = await makeRoom(ann, [bea]);
  await say(bea, roomId, "any tea?");
  expect(await share(ann, roomId, { note: "this one" })).toEqual({ card, url: `/rooms/${roomId}?message=2` });
  const [, message] = (await listMessages(memberCtx(bea), { roomId })).items;
  expect(message).toMatchObject({ seq: 2, author: { id: ann.id }, body: "this one", card });
  const since = await syncRooms(memberCtx(bea), { rooms: { [roomId]: 1 } });
  expect(since.rooms[roomId]?.items).toEqual([message]);
  expect(live.on(messageNew, { roomId })).toMatchObject([{ card: null }, message]);
});

test("stores a card in as many round trips as words", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  const queries = vi.spyOn(pool(), "query");
  await share(ann, roomId);
  const withCard = queries.mock.calls.length;
  queries.mockClear();
  await say(ann, roomId, "words");
  expect([withCard, queries.mock.calls.length]).toEqual([1, 1]);
});

test("a card without a note goes by its title in the list of rooms", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  await share(ann, roomId);
  const { items } = await listRooms(memberCtx(ann), {});
  expect(items).toMatchObject([{ id: roomId, lastMessage: { body: "Oolong" } }]);
});

test("mentions in the note are told as in any message", async () => {
  const [ann, bea] = await makeMembers(2);
  const { id: roomId } = await makeRoom(ann, [bea]);
  await share(ann, roomId, { note: `for @${bea.username}` });
  const { items } = await listNotifications(memberCtx(bea), { userId: "me" });
  expect(items).toMatchObject([{ type: "mention", url: `/rooms/${roomId}?message=1` }]);
  expect((await listMessages(memberCtx(bea), { roomId })).items).toMatchObject([{ card }]);
});

test("a share repeated with the same client id is one message", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  const shared = await Promise.all([1, 2, 3].map(() => share(ann, roomId, { clientId: "same" })));
  expect(new Set(shared.map(({ url }) => url))).toEqual(new Set([`/rooms/${roomId}?message=1`]));
  expect(await db().message.count({ where: { roomId } })).toBe(1);
});

test("counts against the chat rate limit", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  const ctx = memberCtx(ann);
  await shareCard(ctx, { kind: "tea", id: tea, to: { kind: "room", id: roomId } });
  expect(ctx.limits.map(({ rateLimit }) => rateLimit)).toEqual(["chat"]);
});

test("a room takes cards of its members only, and of a token that may write there", async () => {
  const [ann, bea] = await makeMembers(2);
  const [secret, open] = [await makeRoom(ann, [], "private"), await makeRoom(ann)];
  expect(await refusalOf(share(bea, secret.id))).toBe("not_found");
  expect(await refusalOf(share(bea, open.id))).toBe("forbidden");
  expect(await refusalOf(share(ann, newId()))).toBe("not_found");
  expect(await refusalOf(share(ann, open.id, { id: newId() }))).toBe("not_found");
  const asked = { kind: "tea", id: tea, to: { kind: "room", id: open.id } };
  expect(await refusalOf(shareCard(tokenCtx(ann, ["cards:write"]), asked))).toBe("forbidden");
  expect(await refusalOf(shareCard(tokenCtx(ann, ["cards:write", "rooms:write"]), asked))).toBe("ok");
  expect(await db().message.count()).toBeGreaterThan(0);
  expect(await db().message.count({ where: { roomId: secret.id } })).toBe(0);
});

test("nobody makes a card up: a message sent with one is refused", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  const forged = { roomId, clientId: "c", body: "x", card };
  expect(await refusalOf(postMessage(memberCtx(ann), forged))).toBe("invalid_input");
});

test("editing the note keeps the card, and deleting the message takes it away", async () => {
  const [ann, bea] = await makeMembers(2);
  const { id: roomId } = await makeRoom(ann, [bea]);
  await share(ann, roomId);
  const { id: messageId } = await db().message.findFirstOrThrow({ where: { roomId } });
  const edited = await editMessage(memberCtx(ann), { roomId, messageId, body: "a note" });
  expect(edited).toMatchObject({ body: "a note", card, rev: 2 });
  const repeated = await editMessage(memberCtx(ann), { roomId, messageId, body: "a note" });
  expect(repeated).toEqual(edited);
  const deleted = await deleteMessage(memberCtx(ann), { roomId, messageId });
  expect(deleted).toMatchObject({ body: "", card: null });
  expect(live.on(messageChanged, { roomId })).toEqual([edited, deleted]);
  expect((await listMessages(memberCtx(bea), { roomId })).items).toEqual([deleted]);
  expect(await db().message.findUnique({ where: { id: messageId } })).toMatchObject({ card: null });
});

test("what a member shared is in their own export", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  await share(ann, roomId);
  const { messages } = await readPersonalData(ann.id, async (_name, read) => read(10));
  expect(messages).toMatchObject([{ body: "", card }]);
});

test("the member's rooms are places, by the name or by the other member, page by page", async () => {
  const [ann, bea] = [await makeMember(), await makeMember({ displayName: "Bea B." })];
  const room = await makeRoom(ann);
  await makeRoom(bea);
  const direct = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  const places = [
    { kind: "room", id: direct.id, label: "Bea B." },
    { kind: "room", id: room.id, label: "Kitchen" },
  ];
  const first = await listPlaces(memberCtx(ann), { limit: 1 });
  expect(first).toEqual({ items: [places[0]], nextCursor: expect.any(String) });
  const second = await listPlaces(memberCtx(ann), { limit: 1, cursor: first.nextCursor ?? "" });
  expect(second).toEqual({ items: [places[1]], nextCursor: null });
  expect((await listPlaces(memberCtx(ann), { q: "kitch" })).items).toEqual([places[1]]);
});
