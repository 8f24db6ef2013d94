"use client";

import { Compass } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useRooms } from "@/lib/features/rooms/client/rooms-provider";
import type { Room } from "@/lib/features/rooms/schemas";
import type { Page } from "@/lib/shared/page";
import { RoomCard } from "./room-card";

/** Public rooms to look around in. The server read the first page. */
export function Discover({ first, query }: { first: Page<Room>; query: string }) {
  const [page, setPage] = useState(first);
  const { pending, attempt } = useAttempt();
  const mine = new Set(useRooms().rooms.map((room) => room.id));
  const more = () =>
    attempt("No more rooms could be read", async () => {
      const cursor = encodeURIComponent(page.nextCursor ?? "");
      const next = await api<Page<Room>>(
        "GET",
        `/rooms?scope=discover&q=${encodeURIComponent(query)}&cursor=${cursor}`,
      );
      setPage({ items: [...page.items, ...next.items], nextCursor: next.nextCursor });
    });
  if (page.items.length === 0) {
    return (
      <EmptyState icon={Compass} title={query ? "No public room goes by that name" : "There is no public room yet"}>
        Open the first one with New room.
      </EmptyState>
    );
  }
  return (
    <>
      <Card className="overflow-hidden">
        <ul className="divide-y divide-line">
          {page.items.map((room) => (
            <RoomCard key={room.id} room={room} action={mine.has(room.id) ? undefined : <Join room={room} />} />
          ))}
        </ul>
      </Card>
      {page.nextCursor && (
        <Button look="plain" pending={pending} onClick={more} className="self-center">
          More rooms
        </Button>
      )}
    </>
  );
}

/** Joins a room and goes there. With a `label` it is the main thing on the page. */
export function Join({ room, label }: { room: Pick<Room, "id" | "name">; label?: string }) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const join = () =>
    attempt(`You could not join ${room.name}`, async () => {
      await api("POST", `/rooms/${room.id}/members`, {});
      router.push(`/rooms/${room.id}`);
      router.refresh();
    });
  return (
    <Button look={label ? "primary" : "plain"} size={label ? "md" : "sm"} pending={pending} onClick={join}>
      {label ?? "Join"}
      <span className="sr-only"> {room.name}</span>
    </Button>
  );
}
