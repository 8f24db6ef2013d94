import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { publishRoom } from "./live";
import { canUpdateRoom, seatOf } from "./permissions";
import { Room, UpdateRoomInput } from "./schemas";
import { updateRoomRow } from "./store";
import { viewRoom } from "./view-room";

/** Changes a room's name or topic; for its owner. Errors: not_found, forbidden. */
export const updateRoom = defineVerb({
  name: "rooms.updateRoom",
  access: "member",
  input: UpdateRoomInput,
  output: Room,
  async run(ctx, { roomId, ...change }) {
    if (!canUpdateRoom(await seatOf(ctx, roomId))) return fail("forbidden", "Only its owner changes a room.");
    await transact(async (tx, afterCommit) => {
      publishRoom(afterCommit, roomId, "updated", (await updateRoomRow(tx, roomId, change)) ?? fail("not_found"));
    });
    return viewRoom(ctx, roomId);
  },
});
