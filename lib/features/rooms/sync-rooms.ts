import { defineVerb } from "@/lib/core/verb/verb";
import { type Changes, readChanges } from "./message-store";
import { presentMessage } from "./present";
import { RoomsSince, SyncRoomsInput } from "./schemas";

/** Messages in one answer, over all rooms. */
const SYNC_MAX = 200;

/**
 * What changed in the caller's rooms after the numbers they know: every message that is new, edited or deleted since,
 * as it is now. At most 200 messages an answer; rooms with `more` are asked again from their `lastSeq`.
 */
export const syncRooms = defineVerb({
  name: "rooms.sync",
  access: "member",
  reads: true,
  input: SyncRoomsInput,
  output: RoomsSince,
  async run(ctx, { rooms }) {
    const asked = Object.entries(rooms);
    const answer: RoomsSince = { rooms: {}, refused: [] };
    if (asked.length === 0) return answer;
    const changes = await readChanges(ctx.actor.id, asked, SYNC_MAX);
    for (const [id, after] of asked) {
      const found = changes.get(id);
      if (found) answer.rooms[id] = presentChanges(found, after);
      else answer.refused.push(id);
    }
    return answer;
  },
});

/** The room's newest number belongs to a message, so the answer is complete exactly when it reaches that. */
function presentChanges({ rows, lastSeq }: Changes, after: number): RoomsSince["rooms"][string] {
  const reached = rows.at(-1)?.rev ?? Math.min(after, lastSeq);
  return { items: rows.map(presentMessage), lastSeq: reached, hasMore: reached < lastSeq };
}
