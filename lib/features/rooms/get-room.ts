import { defineVerb } from "@/lib/core/verb/verb";
import { Room, RoomInput } from "./schemas";
import { viewRoom } from "./view-room";

/** A room the caller is in, is invited to, or that is public. Errors: not_found. */
export const getRoom = defineVerb({
  name: "rooms.getRoom",
  access: "member",
  reads: true,
  input: RoomInput,
  output: Room,
  async run(ctx, { roomId }) {
    return viewRoom(ctx, roomId);
  },
});
