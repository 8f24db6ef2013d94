import { publishLive } from "@/lib/core/realtime/publish";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { channels } from "@/lib/shared/live";
import { moveReadPosition } from "./message-store";
import { seatOf } from "./policy";
import { announceReading } from "./reading";
import { MarkReadInput, ReadPosition } from "./schemas";

/**
 * Moves the caller's read position in a room forward; their other pages hear of it, and a small room, if they let it.
 * Errors: not_found, forbidden.
 */
export const markRead = defineVerb({
  name: "rooms.markRead",
  access: "member",
  input: MarkReadInput,
  output: ReadPosition,
  async run(ctx, { roomId, seq }) {
    const moved = await moveReadPosition(roomId, ctx.actor.id, seq);
    if (!moved) {
      await seatOf(ctx, roomId);
      return fail("unavailable", "Try again.", { retryAfter: 1 });
    }
    const { memberCount, ...read } = moved;
    const position: ReadPosition = { roomId, ...read };
    publishLive(channels.member(ctx.actor.id), "room:read", position);
    await announceReading({ roomId, userId: ctx.actor.id, readSeq: read.readSeq, memberCount });
    return position;
  },
});
