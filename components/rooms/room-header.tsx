"use client";

import { ArrowLeft, Users } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { roomTitle } from "@/lib/features/rooms/room-words";
import { LastSeen } from "./last-seen";
import { useRoom } from "./room-context";
import { RoomSign } from "./room-sign";

type Props = {
  showMembers: boolean;
  onToggleMembers: () => void;
  /** The button that shows and hides the members: the focus comes back to it. */
  toggleRef: RefObject<HTMLButtonElement | null>;
};

/** The room's name, what it is about, and who is here. */
export function RoomHeader({ showMembers, onToggleMembers, toggleRef }: Props) {
  const { room, members } = useRoom();
  const here = members.filter(({ online }) => online).length;
  const other = room.other && members.find(({ user }) => user.id === room.other?.id);
  return (
    <header className="flex h-14 shrink-0 items-center gap-2.5 border-line border-b px-3 sm:px-5 md:h-16">
      <Link
        href="/rooms"
        aria-label="Back to your rooms"
        className={buttonStyles({ look: "quiet", size: "icon", className: "-ml-1 md:hidden" })}
      >
        <ArrowLeft aria-hidden="true" />
      </Link>
      <RoomSign room={room} online={other?.online} />
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-semibold leading-tight">{roomTitle(room)}</h1>
        {room.topic && <p className="truncate text-faint text-xs sm:text-sm">{room.topic}</p>}
        {other?.online && <p className="truncate text-faint text-xs">Here now</p>}
        {other && !other.online && <LastSeen member={other} />}
      </div>
      <Button
        ref={toggleRef}
        look="quiet"
        size="sm"
        aria-expanded={showMembers}
        aria-label={`Members: ${room.memberCount}, ${here} here now`}
        onClick={onToggleMembers}
      >
        <Users aria-hidden="true" />
        <span className="tabular-nums">{room.memberCount}</span>
        <span aria-hidden="true" className="flex items-center gap-1.5 text-faint text-xs max-sm:hidden">
          <span className="size-1.5 rounded-full bg-ok" />
          {here} here
        </span>
      </Button>
    </header>
  );
}
