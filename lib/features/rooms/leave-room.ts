import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { publishDeparture } from "./live";
import { canLeaveRoom, seatOf } from "./permissions";
import { RoomInput } from "./schemas";
import { deleteMember, deleteRoomRow, findMembership, handOver, lockRoom } from "./store";

/**
 * Leaves a room. When its owner leaves, the member who joined first becomes the owner; when the last one leaves, the
 * room is deleted with its messages. Errors: not_found, forbidden for direct rooms.
 */
export const leaveRoom = defineVerb({
  name: "rooms.leaveRoom",
  access: "member",
  input: RoomInput,
  output: z.undefined(),
  async run(ctx, { roomId }) {
    if (!canLeaveRoom(await seatOf(ctx, roomId))) return fail("forbidden", "A direct room can't be left.");
    const isGone = await leave(roomId, ctx.actor.id);
    if (isGone) ctx.log.info({ roomId }, "room deleted with its last member");
    return undefined;
  },
});

/** Takes the member out; true when the room went with them. */
const leave = (roomId: string, userId: string): Promise<boolean> =>
  transact(async (tx, afterCommit) => {
    if (!(await lockRoom(tx, roomId))) return fail("not_found");
    const seat = (await findMembership(tx, roomId, userId)) ?? fail("not_found");
    const room = (await deleteMember(tx, roomId, userId)) ?? fail("not_found");
    const isGone = room.memberCount === 0;
    if (isGone) await deleteRoomRow(tx, roomId);
    else if (seat.role === "owner") await handOver(tx, roomId);
    publishDeparture(afterCommit, roomId, isGone ? "deleted" : "left", isGone ? null : room, userId);
    return isGone;
  });
