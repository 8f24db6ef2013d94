import { type Ctx, isAdmin, type Member } from "@/lib/core/context";
import { fail } from "@/lib/shared/errors";
import { findStanding, type Standing } from "./standing-store";

/** A member's place in a room. */
export type Seat = Standing & { role: "owner" | "member" };

/**
 * The place of `standing`'s member in the room.
 * @throws not_found where the room is nobody else's business, forbidden where it is public
 */
export function requireSeat(standing: Standing | undefined): Seat {
  if (!standing) return fail("not_found");
  const { role } = standing;
  if (role) return { ...standing, role };
  return standing.kind === "public" ? fail("forbidden", "Join the room first.") : fail("not_found");
}

/** The caller's place in a room. Errors: not_found, forbidden. */
export const seatOf = async (ctx: Ctx<Member>, roomId: string): Promise<Seat> =>
  requireSeat(await findStanding(roomId, ctx.actor.id));

/** Members see their rooms, the invited see where they are invited to, everyone sees public rooms. */
export const canSeeRoom = ({ kind, role, invited }: Pick<Standing, "kind" | "role" | "invited">): boolean =>
  kind === "public" || role !== null || invited;

/** Public rooms are open to all, private ones to the invited; a direct room has its two members from the start. */
export const canJoinRoom = ({ kind, invited }: Standing): boolean => kind === "public" || invited;

/** Every member may ask others in; a direct room stays between two. */
export const canInvite = ({ kind }: Seat): boolean => kind !== "direct";

export const canUpdateRoom = ({ kind, role }: Seat): boolean => kind !== "direct" && role === "owner";

export const canLeaveRoom = ({ kind }: Seat): boolean => kind !== "direct";

export const canRemoveMember = ({ kind, role }: Seat): boolean => kind !== "direct" && role === "owner";

/** Every member writes in a room, and so may start something there: it is told to the room as what they write is. */
export const canStartIn = ({ role }: Pick<Standing, "role">): boolean => role !== null;

type Written = { authorId: string | null };

/** Only who wrote a message changes its words. */
export const canEditMessage = (actor: Member, message: Written): boolean => message.authorId === actor.id;

/** Who wrote it, the room's owner, and in public rooms an admin, member or not. */
export function canDeleteMessage(actor: Member, standing: Standing, message: Written): boolean {
  if (standing.kind === "public" && isAdmin(actor)) return true;
  return standing.role !== null && (standing.role === "owner" || message.authorId === actor.id);
}
