import type { Message } from "./message-schemas";
import type { Room } from "./schemas";

/** What a room is called: by its name, or by the other member. */
export const roomTitle = (room: Pick<Room, "kind" | "name" | "other">): string =>
  room.kind === "direct" ? (room.other?.displayName ?? "Someone who left") : room.name;

/** What stands for a message where there is one line for it: its words or, where it has none, its card's title. */
export const messageLine = ({ body, card }: Pick<Message, "body" | "card">): string => body || (card?.title ?? "");
