import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { autocommit, hotTransaction } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { settleInvitation } from "./invitation-notice";
import { publishRoom } from "./live";
import { canJoinRoom } from "./permissions";
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
      await enter(roomId, ctx.actor.id, standing.invited);
    }
    return viewRoom(ctx, roomId);
  },
});

async function enter(roomId: string, userId: string, isInvited: boolean): Promise<void> {
  // Most come without an invitation, many at once: one statement does it all.
  const run = isInvited ? hotTransaction : autocommit;
  try {
    await run(async (tx, afterCommit) => {
      const room = (await enterRoom(tx.query, roomId, userId)) ?? fail("not_found");
      publishRoom(afterCommit, roomId, "joined", room, userId);
      if (isInvited) await settleInvitation(tx, afterCommit, { roomId, userId });
    });
  } catch (error) {
    // The same member entered by another door at this moment.
    if (!isUniqueViolation(error)) throw error;
  }
}
