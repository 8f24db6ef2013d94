import { publishEvent, removeFromChannel } from "@/lib/core/realtime/publish";
import type { AfterCommit } from "@/lib/kit/transact";
import { channelOf } from "@/lib/shared/define-event";
import { messageChanged, messageNew, roomChanged, room as roomChannel } from "./events";
import type { Message } from "./message-schemas";
import { presentFace } from "./present";
import type { RoomChanged, RoomFace } from "./schemas";

/** Shows a new message to everyone in the room. */
export const publishMessage = (afterCommit: AfterCommit, message: Message): void =>
  afterCommit((committed) => publishEvent(committed, messageNew, { roomId: message.roomId }, message));

/** Shows an edited or deleted message to everyone in the room. */
export const publishMessageChange = (afterCommit: AfterCommit, message: Message): void =>
  afterCommit((committed) => publishEvent(committed, messageChanged, { roomId: message.roomId }, message));

/** Tells those in the room what became of it, and the member it is about wherever they are. */
export function publishRoom(
  afterCommit: AfterCommit,
  roomId: string,
  change: RoomChanged["change"],
  room: RoomFace | null,
  userId?: string,
): void {
  const event: RoomChanged = { roomId, change, userId: userId ?? null, room: room && presentFace(room) };
  afterCommit((committed) => publishEvent(committed, roomChanged, { roomId }, event));
  if (userId) publishToMember(afterCommit, event, userId);
}

/** Tells one member's own pages, as when nobody else is concerned. */
export const publishToMember = (afterCommit: AfterCommit, event: RoomChanged, userId: string): void =>
  afterCommit((committed) => publishEvent(committed, roomChanged, { userId }, event));

/** Tells those who stay and the one who went, whose connections leave the room on every process. */
export function publishDeparture(
  afterCommit: AfterCommit,
  roomId: string,
  change: "left" | "removed" | "deleted",
  room: RoomFace | null,
  userId: string,
): void {
  const event: RoomChanged = { roomId, change, userId, room: room && presentFace(room) };
  afterCommit((committed) => removeFromChannel(committed, userId, channelOf([roomChannel], { roomId })));
  afterCommit((committed) => publishEvent(committed, roomChanged, { roomId }, event));
  publishToMember(afterCommit, { ...event, room: null }, userId);
}
