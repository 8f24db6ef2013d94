import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { fail } from "@/lib/shared/errors";
import { encodeCursor, readCursor } from "@/lib/shared/page";
import { ListMessagesInput, MessagePage } from "./message-schemas";
import { NEWEST, readHistory, type Window } from "./message-store";
import { seatOf } from "./permissions";
import { presentMessage } from "./present";

const Position = z.tuple([z.enum(["before", "after"]), z.int().min(0).lt(SEQ_MAX)]);

type Place = { before?: number; after?: number; around?: number; cursor?: string };

/** A piece of a room's history, in both directions. Errors: not_found, forbidden, invalid_input. */
export const listMessages = defineVerb({
  name: "rooms.listMessages",
  access: "member",
  reads: true,
  input: ListMessagesInput,
  output: MessagePage,
  async run(ctx, { roomId, limit, ...place }) {
    const piece = await readHistory(roomId, ctx.actor.id, windowAt(place, limit));
    if (!piece) {
      await seatOf(ctx, roomId);
      return fail("unavailable", "Try again.", { retryAfter: 1 });
    }
    const { rows, hasOlder, hasNewer, lastSeq } = piece;
    const [first, last] = [rows.at(0)?.seq, rows.at(-1)?.seq];
    return {
      items: rows.map(presentMessage),
      nextCursor: hasOlder && first !== undefined ? encodeCursor(["before", first]) : null,
      prevCursor: hasNewer && last !== undefined ? encodeCursor(["after", last]) : null,
      lastSeq,
    };
  },
});

function windowAt({ cursor, ...place }: Place, limit: number): Window {
  const position = readCursor(cursor, Position);
  const { before, after, around }: Place = position ? { [position[0]]: position[1] } : place;
  if (before !== undefined) return { pivot: before, older: limit, newer: 0 };
  if (after !== undefined) return { pivot: Math.min(after + 1, SEQ_MAX), older: 0, newer: limit };
  if (around === undefined) return NEWEST(limit);
  const older = Math.floor(limit / 2);
  return { pivot: around, older, newer: limit - older };
}
