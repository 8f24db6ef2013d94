import type { ReactNode } from "react";
import { Badge, CountBadge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Age } from "@/components/ui/time";
import { roomTitle } from "@/lib/features/rooms/room-words";
import type { Room } from "@/lib/features/rooms/schemas";
import { RoomSign } from "./room-sign";

type Props = { room: Room; online?: boolean; action?: ReactNode };

/** A line of a list of rooms. The whole line leads there; an action stands at its end. */
export function RoomCard({ room, online, action }: Props) {
  return (
    <li className="relative flex items-center gap-3.5 px-4 py-3.5 transition-colors hover:bg-hover/60 sm:px-5">
      <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-[32%] bg-hover">
        <RoomSign room={room} online={online} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <Link href={`/rooms/${room.id}`} className="truncate rounded-sm font-medium after:absolute after:inset-0">
            {roomTitle(room)}
          </Link>
          {room.myRole === "owner" && <Badge tone="accent">Owner</Badge>}
          {room.invited && <Badge tone="warn">Invited</Badge>}
        </p>
        <p className="truncate text-faint text-sm">{preview(room)}</p>
      </div>
      <div className="flex shrink-0 flex-col items-end gap-1">
        {room.lastMessage && <Age at={room.lastMessage.createdAt} className="text-faint text-xs" />}
        <CountBadge count={room.unread} of="unread" />
      </div>
      {action && <div className="relative">{action}</div>}
    </li>
  );
}

function preview({ lastMessage, topic, kind, memberCount }: Room): string {
  if (lastMessage) return lastMessage.authorName ? `${lastMessage.authorName}: ${lastMessage.body}` : lastMessage.body;
  if (topic) return topic;
  if (kind === "direct") return "Nothing written yet";
  return memberCount === 1 ? "1 member" : `${memberCount} members`;
}
