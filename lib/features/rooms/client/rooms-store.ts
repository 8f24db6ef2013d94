import type { Message } from "@/lib/features/rooms/message-schemas";
import { messageLine } from "@/lib/features/rooms/room-words";
import type { ReadPosition, Room, RoomChanged } from "@/lib/features/rooms/schemas";
import { UNREAD_MAX } from "@/lib/shared/bounds";

/** The member's own rooms, last active first. */
export type RoomsState = {
  rooms: readonly Room[];
  /** The room being read right now: its messages are not counted as unread. */
  reading: string | null;
};

const lastActive = (room: Room): string => room.lastMessage?.createdAt ?? room.createdAt;

const byActivity = (rooms: readonly Room[]): Room[] =>
  [...rooms].sort((a, b) => lastActive(b).localeCompare(lastActive(a)));

function change(state: RoomsState, roomId: string, update: (room: Room) => Room): RoomsState {
  return { ...state, rooms: state.rooms.map((room) => (room.id === roomId ? update(room) : room)) };
}

/** Someone wrote. A message that was heard before changes nothing. */
export function hearMessage(state: RoomsState, message: Message, me: string): RoomsState {
  const changed = change(state, message.roomId, (room) => {
    if (message.seq <= room.lastSeq) return room;
    const isUnread = message.author?.id !== me && state.reading !== room.id;
    const lastMessage = {
      body: messageLine(message),
      authorName: message.author?.displayName ?? null,
      createdAt: message.createdAt,
    };
    const unread = isUnread ? Math.min(room.unread + 1, UNREAD_MAX) : room.unread;
    return { ...room, lastSeq: message.seq, lastMessage, unread };
  });
  return { ...changed, rooms: byActivity(changed.rooms) };
}

/** A message was edited or deleted: only the number moves on. */
export const hearChange = (state: RoomsState, message: Message): RoomsState =>
  change(state, message.roomId, (room) => ({ ...room, lastSeq: Math.max(room.lastSeq, message.rev) }));

/** The member read on, here or on another device. */
export const hearRead = (state: RoomsState, { roomId, readSeq, unread }: ReadPosition): RoomsState =>
  change(state, roomId, (room) => ({ ...room, readSeq, unread }));

/**
 * Something about a room itself. `isStale` says that the list must be read again: the member came to a room.
 */
export function hearRoomChange(
  state: RoomsState,
  event: RoomChanged,
  me: string,
): { state: RoomsState; isStale: boolean } {
  const isMine = event.userId === me;
  const isGone = event.change === "deleted" || (isMine && (event.change === "left" || event.change === "removed"));
  if (isGone)
    return { state: { ...state, rooms: state.rooms.filter(({ id }) => id !== event.roomId) }, isStale: false };
  const face = event.room;
  const changed = face ? change(state, event.roomId, (room) => ({ ...room, ...face })) : state;
  const isStale = isMine && (event.change === "joined" || event.change === "created");
  return { state: changed, isStale };
}

/** The list as the server has it now. */
export const replaceRooms = (state: RoomsState, rooms: readonly Room[]): RoomsState => ({ ...state, rooms });

/** Starts or stops reading a room. */
export const setReading = (state: RoomsState, reading: string | null): RoomsState => ({ ...state, reading });

/** Unread messages over all rooms, as far as they are counted. */
export const totalUnread = (state: RoomsState): number => state.rooms.reduce((sum, room) => sum + room.unread, 0);
