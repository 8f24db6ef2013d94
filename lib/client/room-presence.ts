import type { RoomMember } from "@/lib/features/rooms/schemas";
import type { PresenceChange } from "./wire";

/**
 * The members of a room after some came or went; the same list when none of them did. `isStale` says that someone went: when
 * they were last seen, if they want that known, the server says.
 */
export function hearRoomPresence(members: readonly RoomMember[], { online, offline }: PresenceChange) {
  const [came, went] = [new Set(online), new Set(offline)];
  const changed = members.filter((member) => (member.online ? went : came).has(member.user.id));
  if (changed.length === 0) return { members, isStale: false };
  return {
    members: members.map((member) => (changed.includes(member) ? { ...member, online: !member.online } : member)),
    isStale: changed.some((member) => member.online),
  };
}
