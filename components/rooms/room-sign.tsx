import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { roomIcons } from "@/lib/features/rooms/client/room-icon";
import { roomTitle } from "@/lib/features/rooms/room-words";
import type { Room } from "@/lib/features/rooms/schemas";

/** The sign of a room that has no face. */
export function RoomIcon({ kind, className }: { kind: "public" | "private"; className?: string }) {
  const Icon = roomIcons[kind];
  return <Icon aria-hidden="true" className={cn("size-4 shrink-0", className)} />;
}

/** The sign before a room's name: the other's face, or what kind of room it is. */
export function RoomSign({ room, online }: { room: Pick<Room, "id" | "kind" | "name" | "other">; online?: boolean }) {
  if (room.kind !== "direct") return <RoomIcon kind={room.kind} className="mx-0.5 text-faint" />;
  return <Avatar name={roomTitle(room)} id={room.other?.id ?? room.id} size="xs" online={online} />;
}
