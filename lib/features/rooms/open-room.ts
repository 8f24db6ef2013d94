import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { seatOf } from "./permissions";
import { OpenedRoom, RoomInput } from "./schemas";

/** Whether the caller may hear a room live, and from which numbers on. Errors: not_found, forbidden. */
export const openRoom = defineVerb({
  name: "rooms.openRoom",
  access: "member",
  reads: true,
  input: RoomInput,
  output: OpenedRoom,
  async run(ctx, { roomId }) {
    const { lastSeq, readSeq } = await seatOf(ctx, roomId);
    return { roomId, lastSeq, readSeq };
  },
});

/** The end of listening to a room, which needs no right. */
export const closeRoom = defineVerb({
  name: "rooms.closeRoom",
  access: "member",
  reads: true,
  input: RoomInput,
  output: z.strictObject({ roomId: RoomInput.shape.roomId }),
  run: async (_ctx, { roomId }) => ({ roomId }),
});
