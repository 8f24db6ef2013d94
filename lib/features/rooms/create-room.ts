import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { announceToMember } from "./live";
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
    const row = await insertRoom(db(), userId, input);
    announceToMember({ roomId: row.id, change: "created", userId, room: presentFace(row) }, userId);
    ctx.log.info({ roomId: row.id, kind: row.kind }, "room created");
    return viewRoom(ctx, row.id);
  },
});
