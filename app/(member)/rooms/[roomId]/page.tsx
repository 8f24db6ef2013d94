import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { memberContext } from "@/app/page-context";
import { RoomDoor } from "@/components/rooms/room-door";
import { RoomView } from "@/components/rooms/room-view";
import { getRoom, listMembers, listMessages } from "@/lib/features/rooms";
import { isAppError } from "@/lib/shared/errors";

type Props = { params: Promise<{ roomId: string }> };

/** The room, if the member may see it; read once for the page and its title. */
const readRoom = cache(async (roomId: string) => {
  const ctx = await memberContext(`/rooms/${roomId}`);
  try {
    return { ctx, room: await getRoom(ctx, { roomId }) };
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid_input")) return notFound();
    throw error;
  }
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { room } = await readRoom((await params).roomId);
  return { title: room.other?.displayName ?? room.name };
}

export default async function RoomPage({ params }: Props) {
  const { ctx, room } = await readRoom((await params).roomId);
  if (!room.joined) return <RoomDoor room={room} />;
  const { id: roomId } = room;
  const [page, members] = await Promise.all([
    listMessages(ctx, { roomId, limit: 50 }),
    listMembers(ctx, { roomId, limit: 100 }),
  ]);
  return <RoomView key={roomId} room={room} page={page} members={members.items} />;
}
