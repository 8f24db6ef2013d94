import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { announceToMember } from "./live";
import { OpenDirectRoomInput, Room } from "./schemas";
import { findDirectRoom, findTarget, insertDirectRoom } from "./store";
import { viewRoom } from "./view-room";

/** The room of the caller and one other member, made when they have none. Errors: not_found, invalid_input. */
export const openDirectRoom = defineVerb({
  name: "rooms.openDirectRoom",
  access: "member",
  input: OpenDirectRoomInput,
  output: Room,
  async run(ctx, named) {
    const other = (await findTarget(named)) ?? fail("not_found", "There is no such member.");
    if (other.id === ctx.actor.id) return fail("invalid_input", "A direct room is for two.");
    const pair: [string, string] = [ctx.actor.id, other.id];
    const room = (await findDirectRoom(pair)) ?? (await make(pair));
    return viewRoom(ctx, room.id);
  },
});

async function make(pair: [string, string]): Promise<{ id: string }> {
  try {
    const made = await insertDirectRoom(pair);
    const room = { name: "", topic: "", memberCount: 2, version: 1 };
    for (const userId of pair) announceToMember({ roomId: made.id, change: "created", userId, room }, userId);
    return made;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return (await findDirectRoom(pair)) ?? fail("not_found");
  }
}
