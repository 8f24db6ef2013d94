import { expect, test } from "vitest";
import type { RoomMember } from "@/lib/features/rooms/schemas";
import { PRESENCE_NAMED_MAX } from "@/lib/shared/bounds";
import { hearRoomPresence } from "./room-presence";

const member = (id: string, online: boolean): RoomMember => ({
  user: { id, username: id, displayName: id, role: "user" },
  role: "member",
  joinedAt: "2026-01-01T00:00:00.000Z",
  online,
  lastSeenAt: null,
});
const members = [member("ann", true), member("ben", false), member("cem", false)];
const onlineAfter = (online: string[], offline: string[]) => {
  const heard = hearRoomPresence(members, { online, offline, count: 1 });
  return { online: heard.members.filter((one) => one.online).map(({ user }) => user.id), lacks: heard.lacks };
};

test("shows who came, and asks for nothing", () => {
  expect(onlineAfter(["ben"], [])).toEqual({ online: ["ann", "ben"], lacks: "nothing" });
});

test("asks when someone went who was here", () => {
  expect(onlineAfter(["cem"], ["ann"])).toEqual({ online: ["cem"], lacks: "seen" });
});

test("leaves the list as it is when nothing concerns it", () => {
  const change = { online: ["ann", "someone"], offline: ["ben"], count: 1 };
  expect(hearRoomPresence(members, change)).toEqual({ members, lacks: "nothing" });
  expect(hearRoomPresence(members, change).members).toBe(members);
});

test("asks for the whole list when more came or went than are named", () => {
  const outsiders = Array.from({ length: PRESENCE_NAMED_MAX }, (_, i) => `outsider ${i}`);
  expect(onlineAfter(outsiders, [])).toEqual({ online: ["ann"], lacks: "all" });
  expect(onlineAfter([], [...outsiders.slice(1), "ann"])).toEqual({ online: [], lacks: "all" });
  expect(onlineAfter([], outsiders.slice(1))).toEqual({ online: ["ann"], lacks: "nothing" });
});
