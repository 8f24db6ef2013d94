import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { memberContext, pathWith } from "@/app/page-context";
import { RoomDoor } from "@/components/rooms/room-door";
import { RoomView } from "@/components/rooms/room-view";
import { getRateLimits } from "@/lib/core/rate-limits/get-rate-limits";
import { getRoom, listMembers, listMessages } from "@/lib/features/rooms";
import { isAppError } from "@/lib/shared/errors";
import type { LiveLimit } from "@/lib/shared/live";

type Props = { params: Promise<{ roomId: string }>; searchParams: Promise<{ message?: string | string[] }> };

/** The room, if the member may see it; read once for the page and its title. */
const readRoom = cache(async (roomId: string, path: string) => {
  const ctx = await memberContext(path);
  try {
    return { ctx, room: await getRoom(ctx, { roomId }) };
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid_input")) return notFound();
    throw error;
  }
});

async function readAsked({ params, searchParams }: Props) {
  const { roomId } = await params;
  return readRoom(roomId, pathWith(`/rooms/${roomId}`, await searchParams));
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { room } = await readAsked(props);
  return { title: room.other?.displayName ?? room.name };
}

export default async function RoomPage(props: Props) {
  const { ctx, room } = await readAsked(props);
  if (!room.joined) return <RoomDoor room={room} />;
  const { id: roomId } = room;
  const target = seqIn((await props.searchParams).message);
  const [page, members, limit] = await Promise.all([
    listMessages(ctx, { roomId, limit: 50, around: target }),
    listMembers(ctx, { roomId, limit: 100 }),
    chatLimit(ctx),
  ]);
  return <RoomView key={roomId} room={room} page={page} members={members.items} target={target} limit={limit} />;
}

async function chatLimit(ctx: Awaited<ReturnType<typeof memberContext>>): Promise<LiveLimit | null> {
  const [chat] = (await getRateLimits(ctx, { userId: "me", rateLimit: "chat" })).rateLimits;
  if (!chat?.resetAt || chat.remaining === null) return null;
  return { rateLimit: chat.rateLimit, limit: chat.limit, remaining: chat.remaining, resetAt: Date.parse(chat.resetAt) };
}

/** The number of a message that the URL asks for, as notifications do. */
const seqIn = (message: string | string[] | undefined): number | undefined =>
  typeof message === "string" && /^\d{1,9}$/.test(message) ? Number(message) : undefined;
