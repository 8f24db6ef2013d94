import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentInvitation } from "./present";
import { InvitationPage, ListInvitationsInput } from "./schemas";
import { listInvitationRows } from "./store";

const Position = z.tuple([Moment, Id]);

/** Invitations that wait for the caller's answer, newest first. Errors: invalid_input. */
export const listInvitations = defineVerb({
  name: "rooms.listInvitations",
  access: "member",
  reads: true,
  input: ListInvitationsInput,
  output: InvitationPage,
  async run(ctx, { limit, cursor }) {
    const position = readCursor(cursor, Position);
    const before = position && { createdAt: new Date(position[0]), roomId: position[1] };
    const rows = await listInvitationRows(ctx.actor.id, limit + 1, before);
    return toPage(rows, limit, (row) => [row.createdAt.toISOString(), row.roomId], presentInvitation);
  },
});
