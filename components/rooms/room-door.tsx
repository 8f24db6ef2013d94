import type { Room } from "@/lib/features/rooms/schemas";
import { Join } from "./discover";
import { RoomIcon } from "./room-sign";

/** A room one may enter and has not: what it is, and the way in. */
export function RoomDoor({ room }: { room: Room }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 px-6 py-12 text-center">
      <span className="inline-flex size-14 items-center justify-center rounded-[32%] bg-accent-soft text-accent-ink">
        <RoomIcon kind={room.kind === "private" ? "private" : "public"} className="size-6" />
      </span>
      <h1 className="font-display text-3xl tracking-tight sm:text-4xl">{room.name}</h1>
      {room.topic && <p className="max-w-md text-soft">{room.topic}</p>}
      <p className="mb-3 text-faint text-sm">{room.memberCount === 1 ? "1 member" : `${room.memberCount} members`}</p>
      <Join room={room} label={room.invited ? "Accept the invitation" : "Join room"} />
    </div>
  );
}
