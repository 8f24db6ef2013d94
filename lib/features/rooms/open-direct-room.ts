import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { transact } from "@/lib/kit/transact";
import { fail, invalid } from "@/lib/shared/errors";
import { publishToMember } from "./live";
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
    if (other.id === ctx.actor.id) {
      return invalid(named.username === undefined ? "userId" : "username", "is your own: a direct room is for two");
    }
    const pair: [string, string] = [ctx.actor.id, other.id];
    const room = (await findDirectRoom(pair)) ?? (await make(pair));
    return viewRoom(ctx, room.id);
  },
});

async function make(pair: [string, string]): Promise<{ id: string }> {
  try {
    return await transact(async (tx, afterCommit) => {
      const made = await insertDirectRoom(tx, pair);
      const event = {
        roomId: made.id,
        change: "created",
        room: { name: "", topic: "", memberCount: 2, version: 1 },
      } as const;
      for (const userId of pair) publishToMember(afterCommit, { ...event, userId }, userId);
      return made;
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    return (await findDirectRoom(pair)) ?? fail("not_found");
  }
}
