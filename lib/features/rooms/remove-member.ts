import { z } from "zod";
import { track } from "@/lib/core/engine/activity/track";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { withdrawInvitation } from "./invitation-notice";
import { leaveRoom } from "./leave-room";
import { publishDeparture, publishToMember } from "./live";
import { canRemoveMember, seatOf } from "./permissions";
import { RemoveMemberInput } from "./schemas";
import { deleteInvitation, deleteMember, findMembership, lockRoom } from "./store";

/**
 * Takes someone out of a room, or takes their invitation back; for its owner. One's own id, or "me", leaves.
 * Errors: not_found, forbidden.
 */
export const removeMember = defineVerb({
  name: "rooms.removeMember",
  access: "member",
  input: RemoveMemberInput,
  output: z.undefined(),
  async run(ctx, { roomId, userId }) {
    if (userId === "me" || userId === ctx.actor.id) return leaveRoom(ctx, { roomId });
    if (!canRemoveMember(await seatOf(ctx, roomId))) return fail("forbidden", "Only the owner removes members.");
    const action = await remove(roomId, ctx.actor.id, userId);
    track(ctx, { action, feature: "chat", details: { room: roomId, member: userId } });
    return undefined;
  },
});

/** Takes the member out, or back the invitation, and answers which. */
const remove = (roomId: string, ownerId: string, userId: string) =>
  transact(async (tx, afterCommit) => {
    const locked = (await lockRoom(tx, roomId)) ?? fail("not_found");
    const owner = await findMembership(tx, roomId, ownerId);
    if (owner?.role !== "owner") return fail("forbidden", "Only the owner removes members.");
    const room = await deleteMember(tx, locked.id, userId);
    if (room) {
      publishDeparture(afterCommit, roomId, "removed", room, userId);
      return "member_removed";
    }
    if (!(await deleteInvitation(tx, roomId, userId))) return fail("not_found");
    publishToMember(afterCommit, { roomId, change: "uninvited", userId, room: null }, userId);
    await withdrawInvitation(tx, afterCommit, { roomId, userId });
    return "invitation_withdrawn";
  });
