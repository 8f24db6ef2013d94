"use client";

import { ArrowLeft, Users } from "lucide-react";
import type { RefObject } from "react";
import { RoomSign, roomTitle } from "@/components/layout/room-links";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { useOnlineMembers } from "@/lib/client/member";
import { useRoom } from "./room-context";

type Props = {
  showMembers: boolean;
  onToggleMembers: () => void;
  /** The button that shows and hides the members: the focus comes back to it. */
  toggleRef: RefObject<HTMLButtonElement | null>;
};

/** The room's name, what it is about, and who is here. */
export function RoomHeader({ showMembers, onToggleMembers, toggleRef }: Props) {
  const { room, members } = useRoom();
  const { ids } = useOnlineMembers();
  const here = members.filter(({ user }) => ids.has(user.id)).length;
  const otherIsHere = room.other ? ids.has(room.other.id) : undefined;
  return (
    <header className="flex h-14 shrink-0 items-center gap-2.5 border-line border-b px-3 sm:px-5 md:h-16">
      <Link
        href="/rooms"
        aria-label="Back to your rooms"
        className={buttonStyles({ look: "quiet", size: "icon", className: "-ml-1 md:hidden" })}
      >
        <ArrowLeft aria-hidden="true" />
      </Link>
      <RoomSign room={room} online={otherIsHere} />
      <div className="min-w-0 flex-1">
        <h1 className="truncate font-semibold leading-tight">{roomTitle(room)}</h1>
        {room.topic && <p className="truncate text-faint text-xs sm:text-sm">{room.topic}</p>}
        {room.other && (
          <p className="truncate text-faint text-xs">{otherIsHere ? "Here now" : `@${room.other.username}`}</p>
        )}
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
