import type { Ctx, Member } from "@/lib/core/context";
import { announceNotifications, createNotifications, type NotificationRow } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { db, queryIn } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { announceToMember } from "./live";
import { canInvite, seatOf } from "./policy";
import { presentFace, presentInvitation } from "./present";
import { Invitation, InviteMemberInput } from "./schemas";
import { findInvitation, findMembership, findTarget, insertInvitation, isInvited, lockRoom } from "./store";

/**
 * Asks someone into a room; they get a notification, once while they have not answered.
 * Errors: not_found, forbidden, conflict for who is in already.
 */
export const inviteMember = defineVerb({
  name: "rooms.inviteMember",
  access: "member",
  input: InviteMemberInput,
  output: Invitation,
  async run(ctx, { roomId, ...named }) {
    if (!canInvite(await seatOf(ctx, roomId))) return fail("forbidden", "A direct room is for two.");
    const target = (await findTarget(named)) ?? fail("not_found", "There is no such member.");
    const notifications = await invite(ctx, roomId, target.id);
    const invitation = (await findInvitation(roomId, target.id)) ?? fail("not_found");
    if (notifications.length > 0) {
      const room = presentFace(invitation.room);
      announceToMember({ roomId, change: "invited", userId: target.id, room }, target.id);
      void announceNotifications(notifications);
    }
    return presentInvitation(invitation);
  },
});

/** Stores the invitation and the notification about it; answers none when the member is invited already. */
const invite = ({ actor }: Ctx<Member>, roomId: string, userId: string): Promise<NotificationRow[]> =>
  db().$transaction(async (tx) => {
    const room = (await lockRoom(tx, roomId)) ?? fail("not_found");
    if (!(await findMembership(tx, roomId, actor.id))) return fail("not_found");
    if (await findMembership(tx, roomId, userId)) return fail("conflict", "This member is in the room already.");
    if (await isInvited(tx, roomId, userId)) return [];
    await insertInvitation(tx, { roomId, userId, invitedById: actor.id });
    return createNotifications(queryIn(tx), [
      {
        userId,
        type: "invitation",
        title: `${actor.displayName} invites you to ${room.name}`,
        body: room.topic,
        url: `/rooms/${roomId}`,
        data: { roomId, invitedBy: actor.id },
      },
    ]);
  });
