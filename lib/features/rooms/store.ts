import { publicUser } from "@/lib/core/members/store";
import { type Db, db, type Query } from "@/lib/kit/db";
import type { Tx } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import type { RoomFace } from "./schemas";
import { searchKey } from "./search-key";

const seenUser = {
  select: { ...publicUser.select, lastSeenAt: true, settings: { select: { showPresence: true } } },
} as const;
const invitationParts = { room: true, user: publicUser, invitedBy: publicUser } as const;

type NewRoom = { kind: "public" | "private"; name: string; topic: string };

/** A room with its owner in it. */
export const insertRoom = (tx: Db, ownerId: string, room: NewRoom) =>
  tx.room.create({
    data: {
      ...room,
      id: newId(),
      nameKey: searchKey(room.name),
      memberCount: 1,
      createdById: ownerId,
      members: { create: { userId: ownerId, role: "owner" } },
    },
  });

/** What makes the direct room of two members one, whoever opens it. */
const directKeyOf = (pair: [string, string]): string => pair.toSorted().join(":");

export const findDirectRoom = (pair: [string, string]) =>
  db().room.findUnique({ where: { directKey: directKeyOf(pair) }, select: { id: true } });

/** The direct room of two members; of several at once one succeeds, the others meet a unique violation. */
export const insertDirectRoom = (tx: Db, pair: [string, string]) =>
  tx.room.create({
    data: {
      id: newId(),
      kind: "direct",
      name: "",
      nameKey: "",
      directKey: directKeyOf(pair),
      memberCount: 2,
      createdById: pair[0],
      members: { create: pair.map((userId) => ({ userId })) },
    },
    select: { id: true },
  });

/** Locks the room until the transaction ends; undefined when it is gone. Whatever changes members does this first. */
export async function lockRoom(tx: Db, roomId: string) {
  await tx.$queryRaw`SELECT 1 FROM rooms WHERE id = ${roomId}::uuid FOR NO KEY UPDATE`;
  return (await tx.room.findUnique({ where: { id: roomId } })) ?? undefined;
}

/** Locks every room whose seats, invitations or maker a member is, in the order of their ids. */
export const lockRoomsOf = (tx: Db, userId: string) => tx.$queryRaw`
  SELECT 1 FROM rooms r
  WHERE r.created_by_id = ${userId}::uuid OR r.id IN (
    SELECT room_id FROM room_members WHERE user_id = ${userId}::uuid
    UNION ALL
    SELECT room_id FROM room_invitations WHERE user_id = ${userId}::uuid OR invited_by_id = ${userId}::uuid
  )
  ORDER BY r.id FOR NO KEY UPDATE`;

const UPDATE = `
  UPDATE rooms SET name = coalesce($2::text, name), name_key = coalesce($3::text, name_key),
    topic = coalesce($4::text, topic),
    version = version + (coalesce($2::text, name) <> name OR coalesce($4::text, topic) <> topic)::int
  WHERE id = $1::uuid
  RETURNING name, topic, member_count AS "memberCount", version`;

/** Changes a room; undefined when it is gone. */
export async function updateRoomRow(tx: Tx, roomId: string, { name, topic }: { name?: string; topic?: string }) {
  const nameKey = name === undefined ? null : searchKey(name);
  const rows = await tx.query<RoomFace>("rooms.update", UPDATE, [roomId, name ?? null, nameKey, topic ?? null]);
  return rows[0];
}

/** Removes a room with all that belongs to it. */
export const deleteRoomRow = (tx: Db, roomId: string) =>
  tx.room.delete({ where: { id: roomId }, select: { id: true } });

/** A member who can be talked to, by id or user name. */
export const findTarget = ({ userId, username }: { userId?: string; username?: string }) =>
  db().user.findFirst({
    where: { id: userId, usernameKey: username && searchKey(username), deactivatedAt: null },
    ...publicUser,
  });

/** Ids of the members with these user names (in lower case). */
export async function findUserIds(names: string[]): Promise<string[]> {
  const users = await db().user.findMany({ where: { usernameKey: { in: names } }, select: { id: true } });
  return users.map((user) => user.id);
}

export const findMembership = (tx: Db, roomId: string, userId: string) =>
  tx.roomMember.findUnique({ where: { roomId_userId: { roomId, userId } }, select: { role: true, readSeq: true } });

const ENTER = `
  WITH room AS (SELECT id, kind, last_seq FROM rooms WHERE id = $1::uuid FOR NO KEY UPDATE),
  used AS (
    DELETE FROM room_invitations i USING room WHERE i.room_id = room.id AND i.user_id = $2::uuid RETURNING 1
  ),
  seat AS (
    INSERT INTO room_members (room_id, user_id, read_seq, joined_at)
    SELECT id, $2::uuid, last_seq, clock_timestamp() FROM room WHERE kind = 'public' OR EXISTS (SELECT 1 FROM used)
    RETURNING 1
  )
  UPDATE rooms SET member_count = member_count + 1
  FROM room WHERE rooms.id = room.id AND EXISTS (SELECT 1 FROM seat)
  RETURNING rooms.name, rooms.topic, rooms.member_count AS "memberCount", rooms.version`;

/**
 * Lets a member into a public room, or into another by using up their invitation; what was said before counts as read.
 * One statement, since many come at once when something is about to begin. Undefined without a way in; a unique
 * violation when they are in already.
 */
export async function enterRoom(query: Query, roomId: string, userId: string) {
  const rows = await query<RoomFace>("rooms.enter", ENTER, [roomId, userId]);
  return rows[0];
}

/** Takes a member out of a locked room; undefined when there was no such member. */
export async function deleteMember(tx: Db, roomId: string, userId: string) {
  const deleted = await tx.roomMember.deleteMany({ where: { roomId, userId } });
  if (deleted.count === 0) return undefined;
  return tx.room.update({ where: { id: roomId }, data: { memberCount: { decrement: 1 } } });
}

/** Makes the longest-standing member of a locked room its owner; false when nobody is left. */
export async function handOver(tx: Db, roomId: string): Promise<boolean> {
  const heir = await tx.roomMember.findFirst({
    where: { roomId },
    orderBy: [{ joinedAt: "asc" }, { userId: "asc" }],
    select: { userId: true },
  });
  if (!heir) return false;
  await tx.roomMember.update({ where: { roomId_userId: { roomId, userId: heir.userId } }, data: { role: "owner" } });
  return true;
}

export type MemberRow = Awaited<ReturnType<typeof listMemberRows>>[number];

/** Members of a room by the time they joined, after `after`. */
export const listMemberRows = (roomId: string, take: number, after?: { joinedAt: Date; userId: string }) =>
  db().roomMember.findMany({
    where: {
      roomId,
      ...(after && {
        OR: [{ joinedAt: { gt: after.joinedAt } }, { joinedAt: after.joinedAt, userId: { gt: after.userId } }],
      }),
    },
    orderBy: [{ joinedAt: "asc" }, { userId: "asc" }],
    include: { user: seenUser },
    take,
  });

/** Ids of a room's members whose account is in use, in order, after `after`. */
export async function listMemberIds(roomId: string, take: number, after?: string): Promise<string[]> {
  const rows = await db().roomMember.findMany({
    where: { roomId, user: { deactivatedAt: null }, ...(after && { userId: { gt: after } }) },
    orderBy: { userId: "asc" },
    select: { userId: true },
    take,
  });
  return rows.map(({ userId }) => userId);
}

export type InvitationRow = NonNullable<Awaited<ReturnType<typeof findInvitation>>>;

export const findInvitation = (roomId: string, userId: string) =>
  db().roomInvitation.findUnique({ where: { roomId_userId: { roomId, userId } }, include: invitationParts });

export const isInvited = async (tx: Db, roomId: string, userId: string): Promise<boolean> =>
  (await tx.roomInvitation.count({ where: { roomId, userId } })) === 1;

export const insertInvitation = (tx: Db, invitation: { roomId: string; userId: string; invitedById: string }) =>
  tx.roomInvitation.create({ data: invitation });

export async function deleteInvitation(tx: Db, roomId: string, userId: string): Promise<boolean> {
  const deleted = await tx.roomInvitation.deleteMany({ where: { roomId, userId } });
  return deleted.count === 1;
}

/** Invitations that wait for a member's answer, newest first, after `before`. */
export const listInvitationRows = (userId: string, take: number, before?: { createdAt: Date; roomId: string }) =>
  db().roomInvitation.findMany({
    where: {
      userId,
      ...(before && {
        OR: [{ createdAt: { lt: before.createdAt } }, { createdAt: before.createdAt, roomId: { lt: before.roomId } }],
      }),
    },
    orderBy: [{ createdAt: "desc" }, { roomId: "desc" }],
    include: invitationParts,
    take,
  });

export const countRooms = (): Promise<number> => db().room.count();

/** How many messages there are: counted while they are few, the planner's estimate beyond. */
export async function countMessages(): Promise<number> {
  const rows = await db().$queryRaw<{ count: number }[]>`
    SELECT CASE WHEN reltuples > 50000 THEN reltuples::int ELSE (SELECT count(*)::int FROM messages) END AS count
    FROM pg_class WHERE oid = 'messages'::regclass`;
  return rows[0]?.count ?? 0;
}
