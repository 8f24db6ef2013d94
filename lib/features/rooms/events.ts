import { defineChannel, defineEvent, member } from "@/lib/shared/define-event";
import { Message } from "./message-schemas";
import { ReadPosition, RoomChanged, RoomSeen, Typing } from "./schemas";

/** The connections that have a room open: they join and leave its channel. */
export const room = defineChannel("room", "roomId");

/** A message was sent to a room. */
export const messageNew = defineEvent("message:new", Message, {
  audience: [room],
  webhook: "A message was sent to a room you are in.",
});

/** A message was edited or deleted. */
export const messageChanged = defineEvent("message:changed", Message, {
  audience: [room],
  webhook: "A message in a room you are in was edited or deleted.",
});

/** A room, or who is in it, changed. */
export const roomChanged = defineEvent("room:changed", RoomChanged, {
  audience: [room, member],
  webhook: "A room you are in, or who is in it, changed.",
});

/** A member has read a room further, on another of their pages. */
export const roomRead = defineEvent("room:read", ReadPosition, { audience: [member] });

/** Someone in a small room has read further, or shows that no more. */
export const roomSeen = defineEvent("room:seen", RoomSeen, { audience: [room] });

/** Someone is typing. */
export const typing = defineEvent("typing", Typing, { audience: [room], transient: true });
