import { isCut } from "@/lib/client/online-store";
import type { PresenceChange } from "@/lib/core/realtime/events";
import type { RoomMember } from "@/lib/features/rooms/schemas";

/**
 * What the list of a room's members lacks after some came or went: `seen`, when those who went were last here, if they want
 * that known; `all`, since more came or went than were named.
 */
export type Lacking = "nothing" | "seen" | "all";

/** The members of a room after some came or went; the same list when none of them did. The server knows what it lacks. */
export function hearRoomPresence(
  members: readonly RoomMember[],
  change: PresenceChange,
): { members: readonly RoomMember[]; lacks: Lacking } {
  const [came, went] = [new Set(change.online), new Set(change.offline)];
  const changed = new Set(members.filter((member) => (member.online ? went : came).has(member.user.id)));
  const next = members.map((member) => (changed.has(member) ? { ...member, online: !member.online } : member));
  const hasLeft = [...changed].some((member) => member.online);
  const lacks = isCut(change) ? "all" : hasLeft ? "seen" : "nothing";
  return { members: changed.size === 0 ? members : next, lacks };
}
