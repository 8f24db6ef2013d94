import { describe, expect, it } from "vitest";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { Room, RoomChanged } from "@/lib/features/rooms/schemas";
import {
  hearChange,
  hearMessage,
  hearRead,
  hearRoomChange,
  type RoomsState,
  setReading,
  totalUnread,
} from "./rooms-store";

const room = (id: string, changes: Partial<Room> = {}): Room => ({
  id,
  kind: "public",
  name: id,
  topic: "",
  memberCount: 2,
  joined: true,
  invited: false,
  myRole: "member",
  unread: 0,
  lastSeq: 5,
  readSeq: 5,
  lastMessage: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  version: 1,
  other: null,
  ...changes,
});

const message = (roomId: string, seq: number, author = "ada"): Message => ({
  id: `${roomId}-${seq}`,
  roomId,
  seq,
  rev: seq,
  version: 1,
  author: { id: author, username: author, displayName: author },
  clientId: `c${seq}`,
  body: "hello",
  card: null,
  replyTo: null,
  createdAt: `2026-02-01T00:00:0${seq}.000Z`,
  editedAt: null,
  deletedAt: null,
});

const start: RoomsState = { rooms: [room("a"), room("b")], reading: null };
const changed = (change: RoomChanged["change"], userId: string | null): RoomChanged => ({
  roomId: "b",
  change,
  userId,
  room: change === "deleted" ? null : { name: "new name", topic: "", memberCount: 3, version: 2 },
});

describe("the list of rooms", () => {
  it("counts a message once and moves its room up", () => {
    const state = hearMessage(hearMessage(start, message("b", 6), "me"), message("b", 6), "me");
    expect(state.rooms.map(({ id, unread }) => [id, unread])).toEqual([
      ["b", 1],
      ["a", 0],
    ]);
    expect(totalUnread(state)).toBe(1);
  });

  it("shows what a message without words has as a card", () => {
    const card = { kind: "tea", id: "1", title: "Oolong", text: "", url: "/teas/1", image: null, facts: [] };
    const state = hearMessage(start, { ...message("b", 6), body: "", card }, "me");
    expect(state.rooms[0]?.lastMessage?.body).toBe("Oolong");
  });

  it("counts neither own messages nor those of the room being read, and stops at a hundred", () => {
    expect(totalUnread(hearMessage(start, message("b", 6, "me"), "me"))).toBe(0);
    expect(totalUnread(hearMessage(setReading(start, "b"), message("b", 6), "me"))).toBe(0);
    const full = { ...start, rooms: [room("b", { unread: 100 })] };
    expect(totalUnread(hearMessage(full, message("b", 6), "me"))).toBe(100);
  });

  it("counts a message that follows an edit", () => {
    const edited = hearChange(start, { ...message("b", 3), rev: 6 });
    expect(totalUnread(edited)).toBe(0);
    expect(totalUnread(hearMessage(edited, message("b", 7), "me"))).toBe(1);
  });

  it("follows the read position of other devices", () => {
    const unread = hearMessage(start, message("b", 6), "me");
    expect(totalUnread(hearRead(unread, { roomId: "b", readSeq: 6, unread: 0 }))).toBe(0);
  });

  it("drops a room that is gone or was left, and renames one that changed", () => {
    expect(hearRoomChange(start, changed("deleted", null), "me").state.rooms.map(({ id }) => id)).toEqual(["a"]);
    expect(hearRoomChange(start, changed("removed", "me"), "me").state.rooms.map(({ id }) => id)).toEqual(["a"]);
    const other = hearRoomChange(start, changed("left", "ada"), "me");
    expect(other.state.rooms[1]).toMatchObject({ name: "new name", memberCount: 3 });
    expect(other.isStale).toBe(false);
  });

  it("asks to be read again when the member joined somewhere", () => {
    expect(hearRoomChange(start, changed("joined", "me"), "me").isStale).toBe(true);
    expect(hearRoomChange(start, changed("joined", "ada"), "me").isStale).toBe(false);
  });
});
