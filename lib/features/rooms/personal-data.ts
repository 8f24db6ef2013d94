import { pageAfter, type ReadNewest } from "@/lib/core/accounts/personal-data/newest";
import { type Db, db } from "@/lib/kit/db";
import { deleteMember, deleteRoomRow, handOver, lockRoom, lockRoomsOf } from "./store";

/** What rooms keep of a member: where they are, and what they wrote. */
export async function readPersonalData(userId: string, readNewest: ReadNewest) {
  const memberships = await readNewest("memberships", (take, after?: { room: { id: string } }) =>
    db().roomMember.findMany({
      where: { userId },
      select: { role: true, joinedAt: true, room: { select: { id: true, kind: true, name: true } } },
      orderBy: [{ joinedAt: "desc" }, { roomId: "desc" }],
      take,
      ...(after && { cursor: { roomId_userId: { roomId: after.room.id, userId } }, skip: 1 }),
    }),
  );
  const messages = await readNewest("messages", (take, after?: { id: string }) =>
    db().message.findMany({
      where: { authorId: userId, deletedAt: null },
      select: { id: true, roomId: true, seq: true, body: true, card: true, createdAt: true, editedAt: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(take, after),
    }),
  );
  return { memberships, messages };
}

/**
 * Takes a member out of every room before the account goes: what they own is handed over, and rooms nobody is left in are
 * deleted. Messages stay without a name. Every room that the deletion changes is locked first, so that whoever holds one
 * never waits for the account meanwhile.
 */
export async function forgetPersonalData(tx: Db, userId: string): Promise<void> {
  await lockRoomsOf(tx, userId);
  const seats = await tx.roomMember.findMany({ where: { userId }, orderBy: { roomId: "asc" } });
  for (const { roomId, role } of seats) {
    if (!(await lockRoom(tx, roomId))) continue;
    const room = await deleteMember(tx, roomId, userId);
    if (room?.memberCount === 0) await deleteRoomRow(tx, roomId);
    else if (role === "owner") await handOver(tx, roomId);
  }
}

/** Whether a member is in any room. */
export const hasSeat = async (tx: Db, userId: string): Promise<boolean> =>
  (await tx.roomMember.findFirst({ where: { userId }, select: { roomId: true } })) !== null;
