import { defineVerb } from "@/lib/core/verb/verb";
import { autocommit } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { moveReadPosition } from "./message-store";
import { seatOf } from "./permissions";
import { publishReading } from "./reading";
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
    const { id: userId } = ctx.actor;
    const position = await autocommit(async ({ query }, afterCommit) => {
      const moved = await moveReadPosition(query, roomId, userId, seq);
      if (!moved) return undefined;
      const { memberCount, ...read } = moved;
      publishReading(afterCommit, userId, { roomId, ...read }, memberCount);
      return { roomId, ...read };
    });
    if (position) return position;
    await seatOf(ctx, roomId);
    return fail("unavailable", "Try again.", { retryAfter: 1 });
  },
});
