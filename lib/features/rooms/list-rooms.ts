import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentRoom } from "./present";
import { listJoinedRows, listPublicRows } from "./room-view-store";
import { ListRoomsInput, RoomPage } from "./schemas";

const Position = z.tuple([Moment, Id]);

/** The caller's own rooms, last active first, or all public ones, newest first. Errors: invalid_input. */
export const listRooms = defineVerb({
  name: "rooms.listRooms",
  access: "member",
  reads: true,
  input: ListRoomsInput,
  output: RoomPage,
  async run(ctx, { scope, q, limit, cursor }) {
    const after = readCursor(cursor, Position);
    const list = scope === "joined" ? listJoinedRows : listPublicRows;
    const rows = await list({ userId: ctx.actor.id, q, take: limit + 1, after });
    return toPage(rows, limit, (row) => [row.orderAt.toISOString(), row.id], presentRoom);
  },
});
