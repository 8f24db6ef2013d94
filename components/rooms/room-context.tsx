"use client";

import { createContext, useContext } from "react";
import type { RoomLink } from "@/lib/features/rooms/client/room-link";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { Room, RoomMember } from "@/lib/features/rooms/schemas";

/** What the parts of an open room share. */
export type RoomScope = {
  room: Room;
  link: RoomLink;
  members: readonly RoomMember[];
  /** The message being answered. */
  replyTo: Message | null;
  setReplyTo: (message: Message | null) => void;
  /** The message being rewritten, by id. */
  editing: string | null;
  setEditing: (id: string | null) => void;
  /** Puts the caret back where one writes. */
  focusComposer: () => void;
};

export const RoomContext = createContext<RoomScope | null>(null);

/** The open room. Only below a `RoomView`. */
export function useRoom(): RoomScope {
  const scope = useContext(RoomContext);
  if (!scope) throw new Error("useRoom() is called outside of RoomView");
  return scope;
}
