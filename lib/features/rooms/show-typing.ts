import { z } from "zod";
import { publishTransient } from "@/lib/core/realtime/publish";
import { defineVerb } from "@/lib/core/verb/verb";
import { typing } from "./events";
import { seatOf } from "./permissions";
import { RoomInput } from "./schemas";

/** Shows the others in a room for a few seconds that the caller is typing. Nothing is stored. Errors: not_found, forbidden. */
export const showTyping = defineVerb({
  name: "rooms.showTyping",
  access: "member",
  input: RoomInput,
  output: z.undefined(),
  async run(ctx, { roomId }) {
    await seatOf(ctx, roomId);
    const { id, username, displayName } = ctx.actor;
    publishTransient(typing, { roomId }, { roomId, user: { id, username, displayName } });
    return undefined;
  },
});
