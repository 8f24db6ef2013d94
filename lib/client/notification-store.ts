import type { NotificationChanged, NotificationView } from "@/lib/core/notifications/schemas";

/** What a page knows of the member's notifications. */
export type NotificationState = {
  /** In the order they are shown: what came live on top, pages of older ones below. */
  items: readonly NotificationView[];
  /** The newest number when the page was loaded. What is above stands in the order of its number. */
  base: number;
  /** How many are unread, also of those not loaded; 100 means 100 or more. */
  unread: number;
  /** Everything up to this number was heard of. */
  synced: number;
  /** Where older ones go on. */
  nextCursor: string | null;
};

type Since = { items: readonly NotificationView[]; lastSeq: number; unread: number };

/** One came live. Its `isGap` tells that something before it did not, and must be asked for. */
export function hearNotification(state: NotificationState, item: NotificationView, unread: number) {
  const isGap = item.seq > state.synced + 1;
  const synced = item.seq === state.synced + 1 ? item.seq : state.synced;
  return { state: { ...state, items: onTop(state, [item]), unread, synced }, isGap };
}

/** An answer to `sync`. */
export function fillNotifications(state: NotificationState, since: Since): NotificationState {
  const synced = Math.max(state.synced, since.lastSeq);
  return { ...state, items: onTop(state, since.items), unread: since.unread, synced };
}

/** Which of `items` were not known before: what is worth a toast. */
export function unknownOf(state: NotificationState, items: readonly NotificationView[]): NotificationView[] {
  const known = new Set(state.items.map((item) => item.id));
  return items.filter((item) => item.seq > state.synced && !known.has(item.id));
}

/** Some were read or deleted, here or in another tab. */
export function changeNotifications(state: NotificationState, change: NotificationChanged): NotificationState {
  const { unread, readIds = [], deletedIds = [], readUpTo = 0 } = change;
  const items = state.items
    .filter((item) => !deletedIds.includes(item.id))
    .map((item) =>
      item.read || !(readIds.includes(item.id) || item.seq <= readUpTo) ? item : { ...item, read: true },
    );
  return { ...state, items, unread };
}

/** A page of older ones. */
export function extendNotifications(
  state: NotificationState,
  page: { items: readonly NotificationView[]; nextCursor: string | null },
): NotificationState {
  const known = new Set(state.items.map((item) => item.id));
  const added = page.items.filter((item) => !known.has(item.id));
  return { ...state, items: [...state.items, ...added], nextCursor: page.nextCursor };
}

function onTop({ items, base }: NotificationState, added: readonly NotificationView[]): NotificationView[] {
  const known = new Set(items.map((item) => item.id));
  const all = [...items, ...added.filter((item) => !known.has(item.id))];
  const live = all.filter((item) => item.seq > base).sort((a, b) => b.seq - a.seq);
  return [...live, ...all.filter((item) => item.seq <= base)];
}
