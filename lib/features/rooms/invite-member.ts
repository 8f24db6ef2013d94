import type { Ctx, Member } from "@/lib/core/context";
import { createNotifications } from "@/lib/core/notifications";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { publishToMember } from "./live";
import { canInvite, seatOf } from "./permissions";
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
    await invite(ctx, roomId, target.id);
    return presentInvitation((await findInvitation(roomId, target.id)) ?? fail("not_found"));
  },
});

/** Stores the invitation and the notification about it, unless the member is invited already. */
const invite = ({ actor }: Ctx<Member>, roomId: string, userId: string): Promise<void> =>
  transact(async (tx, afterCommit) => {
    const room = (await lockRoom(tx, roomId)) ?? fail("not_found");
    if (!(await findMembership(tx, roomId, actor.id))) return fail("not_found");
    if (await findMembership(tx, roomId, userId)) return fail("conflict", "This member is in the room already.");
    if (await isInvited(tx, roomId, userId)) return;
    await insertInvitation(tx, { roomId, userId, invitedById: actor.id });
    publishToMember(afterCommit, { roomId, change: "invited", userId, room: presentFace(room) }, userId);
    await createNotifications(tx, afterCommit, [
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
