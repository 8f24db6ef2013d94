"use client";

import { MessagesSquare, SearchX } from "lucide-react";
import { buttonStyles } from "@/components/ui/button-styles";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useOnlineMembers } from "@/lib/client/member";
import { useRooms } from "@/lib/features/rooms/client/rooms-provider";
import { roomTitle } from "@/lib/features/rooms/room-words";
import { RoomCard } from "./room-card";

/** The member's rooms, live: what is written moves its room up and counts. */
export function OwnRooms({ query }: { query: string }) {
  const { rooms } = useRooms();
  const { ids } = useOnlineMembers();
  const wanted = query.toLocaleLowerCase();
  const shown = rooms.filter((room) => roomTitle(room).toLocaleLowerCase().includes(wanted));
  if (rooms.length === 0) {
    return (
      <EmptyState
        icon={MessagesSquare}
        title="You are in no room yet"
        action={
          <Link href="/rooms?scope=discover" className={buttonStyles({ look: "plain" })}>
            Find a room
          </Link>
        }
      >
        Open one of your own, or look around what is public.
      </EmptyState>
    );
  }
  if (shown.length === 0) {
    return (
      <EmptyState icon={SearchX} title="None of your rooms goes by that name">
        Public rooms you are not in are under Discover.
      </EmptyState>
    );
  }
  return (
    <Card className="overflow-hidden">
      <ul className="divide-y divide-line">
        {shown.map((room) => (
          <RoomCard key={room.id} room={room} online={room.other ? ids.has(room.other.id) : undefined} />
        ))}
      </ul>
    </Card>
  );
}
