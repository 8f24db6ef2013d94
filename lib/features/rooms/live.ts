import { publishLive, removeFromChannel } from "@/lib/core/realtime/publish";
import { channels } from "@/lib/shared/live";
import { presentFace } from "./present";
import type { Message, RoomChanged, RoomFace } from "./schemas";

/** After the commit: shows a new message to everyone in the room. */
export const announceMessage = (message: Message): void =>
  publishLive(channels.room(message.roomId), "message:new", message);

/** After the commit: shows an edited or deleted message to everyone in the room. */
export const announceMessageChange = (message: Message): void =>
  publishLive(channels.room(message.roomId), "message:changed", message);

/** After the commit: tells those in the room what became of it, and the member it is about wherever they are. */
export function announceRoom(
  roomId: string,
  change: RoomChanged["change"],
  room: RoomFace | null,
  userId?: string,
): void {
  const event: RoomChanged = { roomId, change, userId: userId ?? null, room: room && presentFace(room) };
  publishLive(channels.room(roomId), "room:changed", event);
  if (userId) announceToMember(event, userId);
}

/** After the commit: tells one member's own pages, as when nobody else is concerned. */
export function announceToMember(event: RoomChanged, userId: string): void {
  publishLive(channels.member(userId), "room:changed", event);
}

/** After the commit: tells those who stay and the one who went, whose connections leave the room on every process. */
export function announceDeparture(
  roomId: string,
  change: "left" | "removed" | "deleted",
  room: RoomFace | null,
  userId: string,
): void {
  const event: RoomChanged = { roomId, change, userId, room: room && presentFace(room) };
  removeFromChannel(userId, channels.room(roomId));
  publishLive(channels.room(roomId), "room:changed", event);
  announceToMember({ ...event, room: null }, userId);
}
