import { describe, expect, it } from "vitest";
import type { NotificationView } from "@/lib/core/notifications/schemas";
import {
  changeNotifications,
  extendNotifications,
  fillNotifications,
  hearNotification,
  type NotificationState,
  unknownOf,
} from "./notification-store";

const item = (seq: number, read = false): NotificationView => ({
  id: `n${seq}`,
  seq,
  type: "mention",
  title: "",
  body: "",
  url: null,
  data: {},
  count: 1,
  read,
  readAt: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  expiresAt: null,
});
const start: NotificationState = { items: [item(2), item(1, true)], unread: 1, base: 2, synced: 2, nextCursor: "more" };
const ids = (state: NotificationState) => state.items.map(({ id }) => id);

describe("the notifications of a page", () => {
  it("put a new one on top, once", () => {
    const once = hearNotification(start, item(3), 2);
    const twice = hearNotification(once.state, item(3), 2);
    expect([ids(twice.state), twice.state.unread, twice.state.synced, twice.isGap]).toEqual([
      ["n3", "n2", "n1"],
      2,
      3,
      false,
    ]);
  });

  it("show one that took in another under its new number, on top", () => {
    const merged = { ...item(3), id: "n1", count: 2 };
    expect(unknownOf(start, [merged])).toEqual([merged]);
    const { state, isGap } = hearNotification(start, merged, 2);
    expect([ids(state), state.items[0]?.seq, state.synced, isGap]).toEqual([["n1", "n2"], 3, 3, false]);
    expect(unknownOf(state, [merged])).toEqual([]);
    expect(hearNotification(state, item(1), 2).state.items[0]).toEqual(merged);
  });

  it("show what became of one under its old number", () => {
    const changed = { ...item(2), title: "Less" };
    expect(changeNotifications(start, { unread: 1, changed: [changed] }).items[0]).toEqual(changed);
  });

  it("notice that one is missing, and fill it by sync", () => {
    const { state, isGap } = hearNotification(start, item(5), 4);
    expect([isGap, state.synced]).toEqual([true, 2]);
    expect(unknownOf(state, [item(3), item(4), item(5)]).map(({ seq }) => seq)).toEqual([3, 4]);
    const filled = fillNotifications(state, { items: [item(3), item(4), item(5)], lastSeq: 5, unread: 4 });
    expect([ids(filled), filled.synced]).toEqual([["n5", "n4", "n3", "n2", "n1"], 5]);
  });

  it("follow what other tabs read and deleted", () => {
    const read = changeNotifications(start, { unread: 0, readIds: ["n2"] });
    expect(read.items.map((one) => one.read)).toEqual([true, true]);
    expect(changeNotifications(start, { unread: 0, readUpTo: 2 }).items.every((one) => one.read)).toBe(true);
    expect(changeNotifications(start, { unread: 1, readUpTo: 1 }).items.map((one) => one.read)).toEqual([false, true]);
    expect(ids(changeNotifications(start, { unread: 0, deletedIds: ["n2"] }))).toEqual(["n1"]);
  });

  it("add older pages below without repeating", () => {
    const extended = extendNotifications(start, { items: [item(1, true), item(0, true)], nextCursor: null });
    expect([ids(extended), extended.nextCursor]).toEqual([["n2", "n1", "n0"], null]);
  });
});
