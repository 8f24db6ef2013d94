import { z } from "zod";
import { track } from "@/lib/core/engine/activity/track";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { withdrawInvitation } from "./invitation-notice";
import { leaveRoom } from "./leave-room";
import { announceDeparture, announceToMember } from "./live";
import { canRemoveMember, seatOf } from "./policy";
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
    const room = await remove(roomId, ctx.actor.id, userId);
    const action = room ? "member_removed" : "invitation_withdrawn";
    track(ctx, { action, feature: "chat", details: { room: roomId, member: userId } });
    if (room) {
      announceDeparture(roomId, "removed", room, userId);
      return undefined;
    }
    announceToMember({ roomId, change: "uninvited", userId, room: null }, userId);
    await withdrawInvitation(roomId, userId);
    return undefined;
  },
});

/** The room without the member; null when only an invitation was taken back. */
const remove = (roomId: string, ownerId: string, userId: string) =>
  db().$transaction(async (tx) => {
    const locked = (await lockRoom(tx, roomId)) ?? fail("not_found");
    const owner = await findMembership(tx, roomId, ownerId);
    if (owner?.role !== "owner") return fail("forbidden", "Only the owner removes members.");
    const room = await deleteMember(tx, locked.id, userId);
    if (room) return room;
    return (await deleteInvitation(tx, roomId, userId)) ? null : fail("not_found");
  });
