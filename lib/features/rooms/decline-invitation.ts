import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { settleInvitation } from "./invitation-notice";
import { publishToMember } from "./live";
import { RoomInput } from "./schemas";
import { deleteInvitation, lockRoom } from "./store";

/** Says no to an invitation. Errors: not_found. */
export const declineInvitation = defineVerb({
  name: "rooms.declineInvitation",
  access: "member",
  input: RoomInput,
  output: z.undefined(),
  async run(ctx, { roomId }) {
    const { id: userId } = ctx.actor;
    await transact(async (tx, afterCommit) => {
      await lockRoom(tx, roomId);
      if (!(await deleteInvitation(tx, roomId, userId))) return fail("not_found");
      publishToMember(afterCommit, { roomId, change: "uninvited", userId, room: null }, userId);
      return settleInvitation(tx, afterCommit, { roomId, userId });
    });
    return undefined;
  },
});
