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

/** Which of `items` were not known before under their number: what is worth a toast. */
export function unknownOf(state: NotificationState, items: readonly NotificationView[]): NotificationView[] {
  const known = new Map(state.items.map((item) => [item.id, item.seq]));
  return items.filter((item) => item.seq > state.synced && item.seq > (known.get(item.id) ?? 0));
}

/** Some were read, deleted or changed, here, in another tab or by who caused them. */
export function changeNotifications(state: NotificationState, change: NotificationChanged): NotificationState {
  const { unread, readIds = [], deletedIds = [], readUpTo = 0, changed = [] } = change;
  const items = replaced(state.items, changed)
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

/** `items`, those that are among `newer` under the same or a higher number as they are there. */
function replaced(items: readonly NotificationView[], newer: readonly NotificationView[]): NotificationView[] {
  const byId = new Map(newer.map((item) => [item.id, item]));
  return items.map((item) => {
    const other = byId.get(item.id);
    return other && other.seq >= item.seq ? other : item;
  });
}

function onTop({ items, base }: NotificationState, added: readonly NotificationView[]): NotificationView[] {
  const known = new Set(items.map((item) => item.id));
  const all = [...replaced(items, added), ...added.filter((item) => !known.has(item.id))];
  const live = all.filter((item) => item.seq > base).sort((a, b) => b.seq - a.seq);
  return [...live, ...all.filter((item) => item.seq <= base)];
}
