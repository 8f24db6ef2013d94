import { describe, expect, it } from "vitest";
import type { NotificationsSince, NotificationView } from "@/lib/core/notifications/inbox/schemas";
import {
  changeNotifications,
  expireNotifications,
  extendNotifications,
  fillNotifications,
  hearNotification,
  type NotificationState,
  nextExpiry,
  openNotifications,
  replaceNotifications,
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
const start = openNotifications({
  ...{ items: [item(2), item(1, true)], unread: 1, rev: 5, lastSeq: 2, nextCursor: "more" },
});
/** Counted later than what the page began with. */
const count = (unread: number, rev = 6) => ({ unread, rev });
const since = (answer: Partial<NotificationsSince>): NotificationsSince => ({
  ...{ items: [], lastSeq: 2, hasMore: false, unread: 1, rev: 6, first: null },
  ...answer,
});
const ids = (state: NotificationState) => state.items.map(({ id }) => id);

describe("the notifications of a page", () => {
  it("put a new one on top, once", () => {
    const once = hearNotification(start, item(3), count(2));
    const twice = hearNotification(once.state, item(3), count(2));
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
    const { state, isGap } = hearNotification(start, merged, count(2));
    expect([ids(state), state.items[0]?.seq, state.synced, isGap]).toEqual([["n1", "n2"], 3, 3, false]);
    expect(unknownOf(state, [merged])).toEqual([]);
    expect(hearNotification(state, item(1), count(2)).state.items[0]).toEqual(merged);
  });

  it("show what became of one under its old number", () => {
    const changed = { ...item(2), title: "Less" };
    expect(changeNotifications(start, { unread: 1, changed: [changed] }).items[0]).toEqual(changed);
  });

  it("notice that one is missing, and fill it by sync", () => {
    const { state, isGap } = hearNotification(start, item(5), count(4));
    expect([isGap, state.synced]).toEqual([true, 2]);
    expect(unknownOf(state, [item(3), item(4), item(5)]).map(({ seq }) => seq)).toEqual([3, 4]);
    const filled = fillNotifications(state, since({ items: [item(3), item(4), item(5)], lastSeq: 5, unread: 4 }));
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

  it("keep the newer of two counts, whatever comes first", () => {
    const newer = changeNotifications(start, { unread: 0, rev: 8, readIds: ["n2"] });
    const late = changeNotifications(newer, { unread: 1, rev: 7 });
    expect([late.unread, late.rev]).toEqual([0, 8]);
    expect(hearNotification(late, item(3), count(2, 7)).state).toMatchObject({ unread: 0, rev: 8, synced: 3 });
    expect(fillNotifications(late, since({ unread: 5, rev: 8 })).unread).toBe(5);
    expect(changeNotifications(late, { unread: 4 })).toMatchObject({ unread: 4, rev: 8 });
  });

  it("begin anew as the server says after a break: what was read, deleted or taken back shows", () => {
    const offline = hearNotification(start, item(3), count(2)).state;
    const first = { items: [item(4), item(3, true)], nextCursor: "older" };
    const { state, isBehind } = replaceNotifications(offline, since({ lastSeq: 4, unread: 1, rev: 9, first }));
    expect([ids(state), state.items[1]?.read, state.unread, isBehind]).toEqual([["n4", "n3"], true, 1, false]);
    expect(state).toMatchObject({ base: 4, synced: 4, rev: 9, whole: 9, nextCursor: "older" });
  });

  it("stay as they are when nothing changed", () => {
    const { state } = replaceNotifications(start, since({ rev: 5 }));
    expect(state).toEqual(start);
  });

  it("keep what came live while the answer was under way, and ask again", () => {
    const deleted = changeNotifications(start, { unread: 0, rev: 8, deletedIds: ["n2"] });
    const heard = hearNotification(deleted, item(5), count(1, 9)).state;
    const first = { items: [item(4), item(2)], nextCursor: null };
    const { state, isBehind } = replaceNotifications(heard, since({ lastSeq: 4, unread: 2, rev: 7, first }));
    expect([ids(state), state.unread, state.rev, state.whole, isBehind]).toEqual([["n5", "n4"], 1, 9, 7, true]);
  });

  it("do not bring back what was deleted before it arrived", () => {
    const deleted = changeNotifications(start, { unread: 1, rev: 7, deletedIds: ["n3"] });
    expect(ids(hearNotification(deleted, item(3), count(1, 7)).state)).toEqual(["n2", "n1"]);
  });

  it("expire when it is time, in list and count", () => {
    const at = Date.parse("2026-01-02T00:00:00Z");
    const expiresAt = new Date(at).toISOString();
    const state = { ...start, items: [{ ...item(2), expiresAt }, item(1, true)] };
    expect(nextExpiry(state.items)).toBe(at);
    expect(expireNotifications(state, at - 1)).toBe(state);
    const left = expireNotifications(state, at);
    expect([ids(left), left.unread, nextExpiry(left.items)]).toEqual([["n1"], 0, undefined]);
    expect(expireNotifications({ ...state, unread: 100 }, at).unread).toBe(100);
  });
});
