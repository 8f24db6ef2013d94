import { beforeEach, expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { flushActivity } from "@/lib/core/engine/activity/buffer";
import { installFeatures } from "@/lib/core/features/install";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { deleteMessage } from "./delete-message";
import { rooms } from "./feature";
import { inviteMember } from "./invite-member";
import { markRead } from "./mark-read";
import { removeMember } from "./remove-member";
import { showTyping } from "./show-typing";
import { makeRoom, say, withoutChatLimit } from "./testing/rooms";

testDatabase();
withoutChatLimit();
beforeEach(() => installFeatures([rooms]));

const audited = (targetId: string) => db().auditEntry.findMany({ where: { targetId } });

/** What a member did as their activity tells it, in the order of its words. */
async function doneBy({ id: userId }: Member): Promise<[string, unknown, number][]> {
  await flushActivity(true);
  const rows = await db().activity.findMany({ where: { userId, feature: "chat" } });
  return rows
    .map(({ action, details, count }): [string, unknown, number] => [action, details, count])
    .toSorted(([a, one], [b, other]) => JSON.stringify([a, one]).localeCompare(JSON.stringify([b, other])));
}

test("counts what was done as use of chat, and neither typing nor reading", async () => {
  const ann = await makeMember();
  const { id: roomId } = await makeRoom(ann);
  await say(ann, roomId, "one");
  await say(ann, roomId, "two");
  for (let n = 0; n < 5; n++) await showTyping(memberCtx(ann), { roomId });
  await markRead(memberCtx(ann), { roomId, seq: 2 });
  expect(await doneBy(ann)).toEqual([
    ["use", { what: "message sent" }, 2],
    ["use", { what: "room created" }, 1],
  ]);
});

test("an admin's deleting of someone's message leaves an audit entry with it, once", async () => {
  const [ann, boss] = [await makeMember(), await makeMember({ role: "admin" })];
  const room = await makeRoom(ann);
  const { id: messageId, seq } = await say(ann, room.id, "what was said");
  const attempt = () => deleteMessage(memberCtx(boss), { roomId: room.id, messageId });
  await Promise.all([attempt(), attempt()]);
  const entries = await audited(messageId);
  expect(entries).toMatchObject([
    { action: "room.message_deleted", actorId: boss.id, onBehalfOf: ann.id, after: { room: room.id, message: seq } },
  ]);
  expect(JSON.stringify(entries)).not.toContain("what was said");
  expect(await doneBy(boss)).toEqual([]);
});

test("keeps an admin's deletion out of the room when it cannot be audited", async () => {
  const [ann, boss] = [await makeMember(), await makeMember({ role: "admin" })];
  const room = await makeRoom(ann);
  const { id: messageId } = await say(ann, room.id, "stays");
  await db()
    .$executeRaw`ALTER TABLE audit_entries ADD CONSTRAINT full_now CHECK (action <> 'room.message_deleted') NOT VALID`;
  await expect(deleteMessage(memberCtx(boss), { roomId: room.id, messageId })).rejects.toThrow("full_now");
  await db().$executeRaw`ALTER TABLE audit_entries DROP CONSTRAINT full_now`;
  expect(await db().message.findUnique({ where: { id: messageId } })).toMatchObject({ body: "stays" });
});

test("an owner's moderation shows in the owner's activity, and one's own deleting does not", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  const { id: roomId } = await makeRoom(ann, [bea], "private");
  const theirs = await say(bea, roomId, "theirs");
  const own = await say(ann, roomId, "own");
  for (const { id: messageId } of [theirs, own]) await deleteMessage(memberCtx(ann), { roomId, messageId });
  await inviteMember(memberCtx(ann), { roomId, userId: cat.id });
  for (const { id: userId } of [bea, cat]) await removeMember(memberCtx(ann), { roomId, userId });
  const done = (await doneBy(ann)).filter(([action]) => action !== "use");
  expect(done.map(([action, details]) => [action, details])).toEqual([
    ["invitation_withdrawn", { room: roomId, member: cat.id }],
    ["member_removed", { room: roomId, member: bea.id }],
    ["message_removed", { room: roomId, member: bea.id }],
  ]);
  expect(await audited(theirs.id)).toEqual([]);
});
