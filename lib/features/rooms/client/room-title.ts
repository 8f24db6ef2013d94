import type { Room } from "@/lib/features/rooms/schemas";

/** What a room is called: by its name, or by the other member. */
export const roomTitle = (room: Pick<Room, "kind" | "name" | "other">): string =>
  room.kind === "direct" ? (room.other?.displayName ?? "Someone who left") : room.name;
