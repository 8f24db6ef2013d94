import type { NavItem } from "@/lib/client/feature";
import { roomTitle } from "@/lib/features/rooms/room-words";
import type { Room } from "@/lib/features/rooms/schemas";
import { roomIcons } from "./room-icon";

/** Rooms as links, with what is unread; `online` are ids of members. */
export const roomItems = (rooms: readonly Room[], online: ReadonlySet<string>): NavItem[] =>
  rooms.map((room) => ({
    href: `/rooms/${room.id}`,
    label: roomTitle(room),
    count: room.unread,
    ...signOf(room, online),
  }));

function signOf(room: Room, online: ReadonlySet<string>): Pick<NavItem, "icon" | "face"> {
  const { kind, id, other } = room;
  if (kind !== "direct") return { icon: roomIcons[kind] };
  return { face: { id: other?.id ?? id, name: roomTitle(room), online: other ? online.has(other.id) : undefined } };
}
