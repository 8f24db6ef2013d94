import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { settleInvitation } from "./invitation-notice";
import { announceToMember } from "./live";
import { RoomInput } from "./schemas";
import { deleteInvitation } from "./store";

/** Says no to an invitation. Errors: not_found. */
export const declineInvitation = defineVerb({
  name: "rooms.declineInvitation",
  access: "member",
  input: RoomInput,
  output: z.undefined(),
  async run(ctx, { roomId }) {
    const { id: userId } = ctx.actor;
    if (!(await deleteInvitation(db(), roomId, userId))) return fail("not_found");
    announceToMember({ roomId, change: "uninvited", userId, room: null }, userId);
    await settleInvitation(roomId, userId);
    return undefined;
  },
});
