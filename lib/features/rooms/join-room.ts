import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { settleInvitation } from "./invitation-notice";
import { announceRoom } from "./live";
import { canJoinRoom } from "./policy";
import { Room, RoomInput } from "./schemas";
import { findStanding } from "./standing-store";
import { enterRoom } from "./store";
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
      await enter(roomId, ctx.actor.id);
      if (standing.invited) await settleInvitation(roomId, ctx.actor.id);
    }
    return viewRoom(ctx, roomId);
  },
});

async function enter(roomId: string, userId: string): Promise<void> {
  try {
    announceRoom(roomId, "joined", (await enterRoom(roomId, userId)) ?? fail("not_found"), userId);
  } catch (error) {
    // The same member entered by another door at this moment.
    if (!isUniqueViolation(error)) throw error;
  }
}
