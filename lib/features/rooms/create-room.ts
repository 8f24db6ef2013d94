import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { publishToMember } from "./live";
import { presentFace } from "./present";
import { CreateRoomInput, Room } from "./schemas";
import { insertRoom } from "./store";
import { viewRoom } from "./view-room";

/** Makes a public or private room with the caller as its owner and first member. Errors: invalid_input. */
export const createRoom = defineVerb({
  name: "rooms.createRoom",
  access: "member",
  input: CreateRoomInput,
  output: Room,
  async run(ctx, input) {
    const { id: userId } = ctx.actor;
    const row = await transact(async (tx, afterCommit) => {
      const made = await insertRoom(tx, userId, input);
      const room = presentFace(made);
      publishToMember(afterCommit, { roomId: made.id, change: "created", userId, room }, userId);
      return made;
    });
    ctx.log.info({ roomId: row.id, kind: row.kind }, "room created");
    return viewRoom(ctx, row.id);
  },
});
