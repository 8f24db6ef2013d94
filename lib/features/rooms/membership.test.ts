import { expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { listNotifications } from "@/lib/core/notifications";
import { notificationChanged } from "@/lib/core/notifications/events";
import { left } from "@/lib/core/realtime/publish";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { addMember } from "./add-member";
import { declineInvitation } from "./decline-invitation";
import { roomChanged } from "./events";
import { getRoom } from "./get-room";
import { joinRoom } from "./join-room";
import { listInvitations } from "./list-invitations";
import { listMembers } from "./list-members";
import { openDirectRoom } from "./open-direct-room";
import { removeMember } from "./remove-member";
import { lockRoom } from "./store";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
const live = hearLive();

/** How many members a room has, having checked that it knows. */
async function memberCount(roomId: string): Promise<number> {
  const members = await db().roomMember.count({ where: { roomId } });
  expect(await db().room.findUnique({ where: { id: roomId } })).toMatchObject({ memberCount: members });
  return members;
}

test("lets anyone join a public room, once, with everything said before read", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann);
  await say(ann, room.id, "before");
  const joins = await Promise.all(Array.from({ length: 10 }, () => addMember(memberCtx(bea), { roomId: room.id })));
  for (const join of joins) expect(join).toMatchObject({ id: room.id, joined: true, myRole: "member", unread: 0 });
  expect(await memberCount(room.id)).toBe(2);
  expect(live.on(roomChanged, { roomId: room.id })).toMatchObject([
    { change: "joined", userId: bea.id, room: { memberCount: 2 } },
  ]);
});

test("counts members right when many join and leave at once", async () => {
  const [ann, ...others] = await makeMembers(9);
  const room = await makeRoom(ann);
  await Promise.all(others.map((one) => addMember(memberCtx(one), { roomId: room.id })));
  expect(await memberCount(room.id)).toBe(9);
  await Promise.all(
    others.map((one, i) =>
      i % 2 === 0 ? removeMember(memberCtx(one), { roomId: room.id, userId: "me" }) : say(one, room.id, "here"),
    ),
  );
  expect(await memberCount(room.id)).toBe(5);
});

test("does not let in who is at the door when their invitation is taken back", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [], "private");
  await addMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  let joining: Promise<string> | undefined;
  await transact(async (tx) => {
    await lockRoom(tx, room.id);
    joining = refusalOf(addMember(memberCtx(bea), { roomId: room.id }));
    const isWaiting = () => tx.$queryRaw`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(isWaiting).not.toEqual([]);
    await tx.roomInvitation.deleteMany({ where: { roomId: room.id } });
  });
  expect(await joining).toBe("not_found");
  expect(await memberCount(room.id)).toBe(1);
});

test("invites by id or name, with a notification, and lets the invited in", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const room = await makeRoom(ann, [bea], "private");
  const invitation = await addMember(memberCtx(bea), { roomId: room.id, username: cat.username.toUpperCase() });
  expect(invitation).toMatchObject({
    room: { id: room.id, kind: "private", name: "Kitchen", memberCount: 2 },
    user: { id: cat.id },
    invitedBy: { id: bea.id },
  });
  expect((await listInvitations(memberCtx(cat), {})).items).toEqual([invitation]);
  const { items } = await listNotifications(memberCtx(cat), { userId: "me" });
  expect(items).toMatchObject([
    { type: "invitation", url: `/rooms/${room.id}`, data: { roomId: room.id, invitedBy: bea.id } },
  ]);
  expect(live.on(roomChanged, { userId: cat.id })).toMatchObject([{ change: "invited" }]);
  expect(await addMember(memberCtx(cat), { roomId: room.id })).toMatchObject({ joined: true, invited: false });
  expect((await listInvitations(memberCtx(cat), {})).items).toEqual([]);
});

test.each([
  ["joined", (bea: Member, roomId: string) => addMember(memberCtx(bea), { roomId })],
  ["declined", (bea: Member, roomId: string) => declineInvitation(memberCtx(bea), { roomId })],
])("marks the notification about an invitation read when it is %s, and no other", async (_how, answer) => {
  const [ann, bea] = await makeMembers(2);
  const rooms = [await makeRoom(ann, [], "private"), await makeRoom(ann, [], "private")];
  for (const { id } of rooms) await addMember(memberCtx(ann), { roomId: id, userId: bea.id });
  await answer(bea, rooms[0]?.id ?? "");
  const { items } = await listNotifications(memberCtx(bea), { userId: "me" });
  expect(items.map(({ data, read }) => [data.roomId, read])).toEqual([
    [rooms[1]?.id, false],
    [rooms[0]?.id, true],
  ]);
  expect(live.on(notificationChanged, { userId: bea.id })).toMatchObject([{ unread: 1, readIds: [items[1]?.id] }]);
});

test("takes the notification back with the invitation", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [], "private");
  await addMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  await removeMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  expect((await listNotifications(memberCtx(bea), { userId: "me" })).items).toEqual([]);
  expect(live.on(notificationChanged, { userId: bea.id })).toMatchObject([{ unread: 0 }]);
});

test("invites once, also at the same moment", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [], "private");
  const attempts = Array.from({ length: 10 }, () => addMember(memberCtx(ann), { roomId: room.id, userId: bea.id }));
  expect(new Set((await Promise.all(attempts)).map((one) => JSON.stringify(one))).size).toBe(1);
  expect(await db().notification.count({ where: { userId: bea.id } })).toBe(1);
});

test("refuses to invite who is in, who is nobody, who is deactivated, and nobody at all", async () => {
  const [ann, bea] = await makeMembers(2);
  const idle = await makeMember({ deactivated: true });
  const room = await makeRoom(ann, [bea]);
  const direct = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  const invite = (who: object, roomId = room.id) => refusalOf(addMember(memberCtx(ann), { roomId, ...who }));
  expect(await invite({ userId: bea.id })).toBe("conflict");
  expect(await invite({ userId: newId() })).toBe("not_found");
  expect(await invite({ username: "nobody" })).toBe("not_found");
  expect(await invite({ userId: idle.id })).toBe("not_found");
  expect(await invite({ userId: bea.id, username: bea.username })).toBe("invalid_input");
  expect(await invite({ userId: idle.id }, direct.id)).toBe("forbidden");
});

test("declines an invitation, after which the room is closed again", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [], "private");
  await addMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  await declineInvitation(memberCtx(bea), { roomId: room.id });
  expect(await refusalOf(addMember(memberCtx(bea), { roomId: room.id }))).toBe("not_found");
  expect(await refusalOf(declineInvitation(memberCtx(bea), { roomId: room.id }))).toBe("not_found");
});

test("pages through invitations, newest first, each once", async () => {
  const [ann, bea] = await makeMembers(2);
  const rooms: string[] = [];
  for (let i = 0; i < 5; i++) {
    const room = await makeRoom(ann, [], "private");
    await addMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
    rooms.unshift(room.id);
  }
  const first = await listInvitations(memberCtx(bea), { limit: 3 });
  const second = await listInvitations(memberCtx(bea), { limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ room }) => room.id)).toEqual(rooms);
  expect(second.nextCursor).toBeNull();
  expect(await refusalOf(listInvitations(memberCtx(bea), { cursor: "x" }))).toBe("invalid_input");
});

test("pages through members in the order they joined, each once", async () => {
  const [ann, ...others] = await makeMembers(6);
  const room = await makeRoom(ann);
  for (const other of others) {
    await joinRoom(memberCtx(other), { roomId: room.id });
    // Two who join in the same millisecond have no order.
    await db()
      .$executeRaw`UPDATE room_members SET joined_at = joined_at - interval '1 second' WHERE room_id = ${room.id}::uuid`;
  }
  const first = await listMembers(memberCtx(ann), { roomId: room.id, limit: 4 });
  const second = await listMembers(memberCtx(ann), { roomId: room.id, limit: 4, cursor: first.nextCursor ?? "" });
  const all = [...first.items, ...second.items];
  expect(all.map(({ user }) => user.id)).toEqual([ann, ...others].map(({ id }) => id));
  expect(all.map(({ role }) => role)).toEqual(["owner", ...others.map(() => "member")]);
  expect(second.nextCursor).toBeNull();
  expect(await refusalOf(listMembers(memberCtx(ann), { roomId: room.id, cursor: "x" }))).toBe("invalid_input");
});

test("takes who is removed out of the room and its channel, and tells both sides", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [bea], "private");
  const leaving: unknown[] = [];
  const stop = left.subscribe((message) => void leaving.push(message));
  await removeMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  stop();
  expect(leaving).toEqual([{ userId: bea.id, channel: `room:${room.id}` }]);
  const event = { roomId: room.id, change: "removed", userId: bea.id };
  expect(live.on(roomChanged, { roomId: room.id }).at(-1)).toMatchObject({ ...event, room: { memberCount: 1 } });
  expect(live.on(roomChanged, { userId: bea.id }).at(-1)).toEqual({ ...event, room: null });
  expect(await refusalOf(getRoom(memberCtx(bea), { roomId: room.id }))).toBe("not_found");
  expect(await refusalOf(addMember(memberCtx(bea), { roomId: room.id }))).toBe("not_found");
});

test("takes an invitation back", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await makeRoom(ann, [], "private");
  await addMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  await removeMember(memberCtx(ann), { roomId: room.id, userId: bea.id });
  expect((await listInvitations(memberCtx(bea), {})).items).toEqual([]);
  expect(await refusalOf(removeMember(memberCtx(ann), { roomId: room.id, userId: bea.id }))).toBe("not_found");
});

test("lets only the owner remove others", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const room = await makeRoom(ann, [bea, cat]);
  expect(await refusalOf(removeMember(memberCtx(bea), { roomId: room.id, userId: cat.id }))).toBe("forbidden");
  expect(await refusalOf(removeMember(memberCtx(bea), { roomId: room.id, userId: ann.id }))).toBe("forbidden");
});

test("hands the room to who has been in it longest when its owner leaves", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const room = await makeRoom(ann, [bea, cat]);
  await removeMember(memberCtx(ann), { roomId: room.id, userId: ann.id });
  expect(await getRoom(memberCtx(bea), { roomId: room.id })).toMatchObject({ myRole: "owner", memberCount: 2 });
  expect(await getRoom(memberCtx(cat), { roomId: room.id })).toMatchObject({ myRole: "member" });
  await removeMember(memberCtx(bea), { roomId: room.id, userId: cat.id });
  expect(await memberCount(room.id)).toBe(1);
});

test("always has one owner while everybody leaves at once, and is gone with the last", async () => {
  const members = await makeMembers(6);
  const room = await makeRoom(members[0], members.slice(1));
  const leave = (one: (typeof members)[number]) => removeMember(memberCtx(one), { roomId: room.id, userId: "me" });
  await Promise.all(members.slice(0, 4).map(leave));
  expect(await db().roomMember.count({ where: { roomId: room.id, role: "owner" } })).toBe(1);
  await say(members[5], room.id, "last words");
  await Promise.all(members.slice(4).map(leave));
  expect(await db().room.findUnique({ where: { id: room.id } })).toBeNull();
  expect(await db().message.count({ where: { roomId: room.id } })).toBe(0);
  expect(live.on(roomChanged, { roomId: room.id }).at(-1)).toMatchObject({ change: "deleted", room: null });
  expect(await refusalOf(leave(members[5]))).toBe("not_found");
});

test("keeps both in a direct room", async () => {
  const [ann, bea] = await makeMembers(2);
  const room = await openDirectRoom(memberCtx(ann), { userId: bea.id });
  expect(await refusalOf(removeMember(memberCtx(ann), { roomId: room.id, userId: "me" }))).toBe("forbidden");
  expect(await refusalOf(removeMember(memberCtx(ann), { roomId: room.id, userId: bea.id }))).toBe("forbidden");
});
