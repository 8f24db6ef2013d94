"use client";

import { usePathname } from "next/navigation";
import { LinkProgress } from "@/components/layout/link-progress";
import { navLinkStyles } from "@/components/layout/nav-styles";
import { Avatar, RoomIcon } from "@/components/ui/avatar";
import { CountBadge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { useOnlineMembers, useRooms } from "@/lib/client/member";
import type { Room } from "@/lib/features/rooms/schemas";

/** What a room is called: by its name, or by the other member. */
export const roomTitle = (room: Pick<Room, "kind" | "name" | "other">): string =>
  room.kind === "direct" ? (room.other?.displayName ?? "Someone who left") : room.name;

/** The sign before a room's name: the other's face, or what kind of room it is. */
export function RoomSign({ room, online }: { room: Pick<Room, "id" | "kind" | "name" | "other">; online?: boolean }) {
  if (room.kind !== "direct") return <RoomIcon kind={room.kind} className="mx-0.5 text-faint" />;
  return <Avatar name={roomTitle(room)} id={room.other?.id ?? room.id} size="xs" online={online} />;
}

/** The member's rooms in the sidebar, with what is unread. */
export function RoomLinks() {
  const { rooms } = useRooms();
  const { ids } = useOnlineMembers();
  const path = usePathname();
  if (rooms.length === 0) return <p className="px-2.5 py-1 text-faint text-sm">None yet. Find one under Rooms.</p>;
  return (
    <ul className="flex flex-col gap-px">
      {rooms.map((room) => (
        <li key={room.id}>
          <Link
            href={`/rooms/${room.id}`}
            aria-current={path === `/rooms/${room.id}` ? "page" : undefined}
            className={cn(navLinkStyles, "h-8", room.unread > 0 && "font-semibold text-ink")}
          >
            <RoomSign room={room} online={room.other ? ids.has(room.other.id) : undefined} />
            <span className="min-w-0 flex-1 truncate">{roomTitle(room)}</span>
            <LinkProgress />
            <CountBadge count={room.unread} of="unread" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
