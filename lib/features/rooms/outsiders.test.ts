import { describe, expect, test } from "vitest";
import { anonymous, type Ctx, type Member, makeContext, systemContext } from "@/lib/core/context";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import type { Verb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import * as door from "./index";
import { leaveRoom } from "./leave-room";
import { openDirectRoom } from "./open-direct-room";
import { openRoom } from "./open-room";
import { removeMember } from "./remove-member";
import { showTyping } from "./show-typing";
import { syncRooms } from "./sync-rooms";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();

type Aim = { roomId: string; messageId: string; ownId: string; userId: string };

/** Every verb about one room, called as well as an outsider can. */
const ATTEMPTS: Record<string, (ctx: Ctx, aim: Aim) => Promise<unknown>> = {
  getRoom: (ctx, { roomId }) => door.getRoom(ctx, { roomId }),
  updateRoom: (ctx, { roomId }) => door.updateRoom(ctx, { roomId, name: "Mine" }),
  join: (ctx, { roomId }) => door.addMember(ctx, { roomId }),
  invite: (ctx, { roomId, userId }) => door.addMember(ctx, { roomId, userId }),
  leaveRoom: (ctx, { roomId }) => leaveRoom(ctx, { roomId }),
  leave: (ctx, { roomId }) => door.removeMember(ctx, { roomId, userId: "me" }),
  remove: (ctx, { roomId, userId }) => door.removeMember(ctx, { roomId, userId }),
  listMembers: (ctx, { roomId }) => door.listMembers(ctx, { roomId }),
  declineInvitation: (ctx, { roomId }) => door.declineInvitation(ctx, { roomId }),
  listMessages: (ctx, { roomId }) => door.listMessages(ctx, { roomId }),
  postMessage: (ctx, { roomId }) => door.postMessage(ctx, { roomId, clientId: newId(), body: "let me in" }),
  postMention: (ctx, { roomId }) => door.postMessage(ctx, { roomId, clientId: newId(), body: "let me in @somebody" }),
  repeatMessage: (ctx, { roomId }) => door.postMessage(ctx, { roomId, clientId: "own", body: "own" }),
  editMessage: (ctx, { roomId, ownId }) => door.editMessage(ctx, { roomId, messageId: ownId, body: "x" }),
  deleteMessage: (ctx, { roomId, ownId }) => door.deleteMessage(ctx, { roomId, messageId: ownId }),
  deleteOther: (ctx, { roomId, messageId }) => door.deleteMessage(ctx, { roomId, messageId }),
  markRead: (ctx, { roomId }) => door.markRead(ctx, { roomId, seq: 1 }),
  listReaders: (ctx, { roomId }) => door.listReaders(ctx, { roomId }),
  openRoom: (ctx, { roomId }) => openRoom(ctx, { roomId }),
  showTyping: (ctx, { roomId }) => showTyping(ctx, { roomId }),
};

/** What each attempt of `who` is refused with. */
async function attemptAll(who: Member, aim: Aim): Promise<Record<string, string>> {
  const refusals: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(ATTEMPTS))
    refusals[name] = await refusalOf(attempt(memberCtx(who), aim));
  return refusals;
}

const all = (code: string) => Object.fromEntries(Object.keys(ATTEMPTS).map((name) => [name, code]));

/** All that is stored about a room. */
const stateOf = (roomId: string) =>
  db().room.findUnique({ where: { id: roomId }, include: { members: true, messages: true, invitations: true } });

/** A room where `gone`, who once wrote in it, was removed from. */
async function makeScene(kind: "public" | "private") {
  const [ann, gone, guest] = await makeMembers(3);
  const room = await makeRoom(ann, [gone], kind);
  const { id: messageId } = await say(ann, room.id, "secret");
  const { id: ownId } = await say(gone, room.id, "own", "own");
  await removeMember(memberCtx(ann), { roomId: room.id, userId: gone.id });
  return { ann, gone, guest, aim: { roomId: room.id, messageId, ownId, userId: ann.id } };
}

test("names every verb of the door that is about one room", () => {
  const about = Object.entries(door).filter(([, value]) => typeof value === "function" && takesRoom(value));
  const covered = ["addMember", "removeMember", ...Object.keys(ATTEMPTS)];
  expect(about.map(([name]) => name).filter((name) => !covered.includes(name))).toEqual([]);
  expect(about.length).toBeGreaterThan(9);
});

const takesRoom = (verb: Verb): boolean => "shape" in verb.input && "roomId" in (verb.input.shape as object);

describe("a private room", () => {
  test("is not there for who never was in it, by any verb, admins too", async () => {
    const { guest, aim } = await makeScene("private");
    const before = await stateOf(aim.roomId);
    expect(await attemptAll(guest, aim)).toEqual(all("not_found"));
    expect(await attemptAll(await makeMember({ role: "admin" }), aim)).toEqual(all("not_found"));
    expect(await stateOf(aim.roomId)).toEqual(before);
    expect((await syncRooms(memberCtx(guest), { rooms: { [aim.roomId]: 0 } })).refused).toEqual([aim.roomId]);
  });

  test("is not there for who was removed, by any verb", async () => {
    const { gone, aim } = await makeScene("private");
    const before = await stateOf(aim.roomId);
    expect(await attemptAll(gone, aim)).toEqual(all("not_found"));
    expect(await stateOf(aim.roomId)).toEqual(before);
    expect((await syncRooms(memberCtx(gone), { rooms: { [aim.roomId]: 0 } })).refused).toEqual([aim.roomId]);
    const { items } = await door.listRooms(memberCtx(gone), {});
    expect(items).toEqual([]);
  });

  test("is to the invited only a name, until they join", async () => {
    const { ann, guest, aim } = await makeScene("private");
    await door.addMember(memberCtx(ann), { roomId: aim.roomId, userId: guest.id });
    const { getRoom: _see, join: _join, declineInvitation: _no, ...rest } = ATTEMPTS;
    for (const attempt of Object.values(rest))
      expect(await refusalOf(attempt(memberCtx(guest), aim))).toBe("not_found");
    expect(await door.getRoom(memberCtx(guest), { roomId: aim.roomId })).toMatchObject({
      invited: true,
      lastMessage: null,
    });
  });
});

describe("a direct room", () => {
  test("is not there for anyone else, by any verb, admins too", async () => {
    const [ann, bea, guest] = await makeMembers(3);
    const { id: roomId } = await openDirectRoom(memberCtx(ann), { userId: bea.id });
    const { id: messageId } = await say(ann, roomId, "secret");
    const aim = { roomId, messageId, ownId: messageId, userId: ann.id };
    expect(await attemptAll(guest, aim)).toEqual(all("not_found"));
    expect(await attemptAll(await makeMember({ role: "admin" }), aim)).toEqual(all("not_found"));
  });
});

describe("a public room", () => {
  const OPEN: Record<string, string> = { getRoom: "ok", join: "ok", declineInvitation: "not_found" };

  test("asks who was removed to join again, by every verb but to see it and to join", async () => {
    const { gone, aim } = await makeScene("public");
    const { join, ...rest } = ATTEMPTS;
    const expected = { ...all("forbidden"), ...OPEN };
    for (const [name, attempt] of Object.entries(rest)) {
      expect([name, await refusalOf(attempt(memberCtx(gone), aim))]).toEqual([name, expected[name]]);
    }
    expect(await refusalOf(join?.(memberCtx(gone), aim) ?? Promise.reject(new Error("none")))).toBe("ok");
    expect((await syncRooms(memberCtx(gone), { rooms: { [aim.roomId]: 0 } })).refused).toEqual([]);
  });
});

test("refuses who is not signed in, and the system, at every verb", async () => {
  const { aim } = await makeScene("public");
  for (const attempt of Object.values(ATTEMPTS)) {
    expect(await refusalOf(attempt(makeContext(anonymous), aim))).toBe("unauthenticated");
    expect(await refusalOf(attempt(systemContext("test"), aim))).toBe("forbidden");
  }
});
