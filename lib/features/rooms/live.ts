import { publishEvent, removeFromChannel } from "@/lib/core/realtime/publish";
import type { AfterCommit } from "@/lib/kit/transact";
import { channelOf } from "@/lib/shared/define-event";
import { messageChanged, messageNew, roomChanged, room as roomChannel } from "./events";
import { presentFace } from "./present";
import type { Message, RoomChanged, RoomFace } from "./schemas";

/** Shows a new message to everyone in the room. */
export const announceMessage = (afterCommit: AfterCommit, message: Message): void =>
  afterCommit((committed) => publishEvent(committed, messageNew, { roomId: message.roomId }, message));

/** Shows an edited or deleted message to everyone in the room. */
export const announceMessageChange = (afterCommit: AfterCommit, message: Message): void =>
  afterCommit((committed) => publishEvent(committed, messageChanged, { roomId: message.roomId }, message));

/** Tells those in the room what became of it, and the member it is about wherever they are. */
export function announceRoom(
  afterCommit: AfterCommit,
  roomId: string,
  change: RoomChanged["change"],
  room: RoomFace | null,
  userId?: string,
): void {
  const event: RoomChanged = { roomId, change, userId: userId ?? null, room: room && presentFace(room) };
  afterCommit((committed) => publishEvent(committed, roomChanged, { roomId }, event));
  if (userId) announceToMember(afterCommit, event, userId);
}

/** Tells one member's own pages, as when nobody else is concerned. */
export const announceToMember = (afterCommit: AfterCommit, event: RoomChanged, userId: string): void =>
  afterCommit((committed) => publishEvent(committed, roomChanged, { userId }, event));

/** Tells those who stay and the one who went, whose connections leave the room on every process. */
export function announceDeparture(
  afterCommit: AfterCommit,
  roomId: string,
  change: "left" | "removed" | "deleted",
  room: RoomFace | null,
  userId: string,
): void {
  const event: RoomChanged = { roomId, change, userId, room: room && presentFace(room) };
  afterCommit((committed) => removeFromChannel(committed, userId, channelOf([roomChannel], { roomId })));
  afterCommit((committed) => publishEvent(committed, roomChanged, { roomId }, event));
  announceToMember(afterCommit, { ...event, room: null }, userId);
}
