import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { seatOf } from "./permissions";
import { presentRoomMember } from "./present";
import { ListMembersInput, MemberPage } from "./schemas";
import { listMemberRows } from "./store";

const Position = z.tuple([Moment, Id]);

/** Who is in a room, by the time they joined, and when they were last seen. Errors: not_found, forbidden, invalid_input. */
export const listMembers = defineVerb({
  name: "rooms.listMembers",
  access: "member",
  reads: true,
  input: ListMembersInput,
  output: MemberPage,
  async run(ctx, { roomId, limit, cursor }) {
    await seatOf(ctx, roomId);
    const position = readCursor(cursor, Position);
    const after = position && { joinedAt: new Date(position[0]), userId: position[1] };
    const rows = await listMemberRows(roomId, limit + 1, after);
    return toPage(rows, limit, (row) => [row.joinedAt.toISOString(), row.user.id], presentRoomMember);
  },
});
