import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { announceRoom } from "./live";
import { canJoinRoom } from "./policy";
import { Room, RoomInput } from "./schemas";
import { findStanding } from "./standing-store";
import { findMembership, insertMember, isInvited, lockRoom } from "./store";
import { viewRoom } from "./view-room";

/** Joins a public room, or a private one by invitation; a second time changes nothing. Errors: not_found. */
export const joinRoom = defineVerb({
  name: "rooms.joinRoom",
  access: "member",
  input: RoomInput,
  output: Room,
  async run(ctx, { roomId }) {
    const standing = (await findStanding(roomId, ctx.actor.id)) ?? fail("not_found");
    if (!standing.role) {
      if (!canJoinRoom(standing)) return fail("not_found");
      const room = await enter(roomId, ctx.actor.id);
      if (room) announceRoom(roomId, "joined", room, ctx.actor.id);
    }
    return viewRoom(ctx, roomId);
  },
});

/** The room with one member more; undefined when the same member entered at the same moment. */
const enter = (roomId: string, userId: string) =>
  db().$transaction(async (tx) => {
    const room = (await lockRoom(tx, roomId)) ?? fail("not_found");
    if (await findMembership(tx, roomId, userId)) return undefined;
    const invited = await isInvited(tx, roomId, userId);
    if (!canJoinRoom({ kind: room.kind, invited })) return fail("not_found");
    return insertMember(tx, room, userId);
  });
