import type { NotificationChanged, NotificationsSince, NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { UNREAD_MAX } from "@/lib/shared/bounds";

/** What a page knows of the member's notifications. */
export type NotificationState = {
  /** In the order they are shown: what came live on top, pages of older ones below. */
  items: readonly NotificationView[];
  /** The newest number when the page was loaded. What is above stands in the order of its number. */
  base: number;
  /** How many are unread, also of those not loaded; 100 means 100 or more. */
  unread: number;
  /** The change counter under which `unread` was counted: an older count that comes later is left out. */
  rev: number;
  /** The change counter under which the beginning of the list was read whole. */
  whole: number;
  /** Everything up to this number was heard of. */
  synced: number;
  /** Those that were deleted last, which one that is still under way does not bring back. */
  gone: readonly string[];
  /** Where older ones go on. */
  nextCursor: string | null;
};

/** What a page begins with, as the server read it: the count first and then the list. */
export type NotificationStart = Pick<NotificationState, "items" | "unread" | "rev" | "nextCursor"> & {
  lastSeq: number;
};

const GONE_MAX = 200;

export const openNotifications = ({ lastSeq, ...start }: NotificationStart): NotificationState => ({
  ...start,
  ...{ whole: start.rev, base: lastSeq, synced: lastSeq, gone: [] },
});

type Count = { unread: number; rev?: number };

/** The newer of two counts. One without a counter is this page's own guess, until the server counts. */
const counted = (state: NotificationState, { unread, rev = state.rev }: Count): Required<Count> =>
  rev < state.rev ? { unread: state.unread, rev: state.rev } : { unread, rev };

/** One came live. Its `isGap` tells that something before it did not, and must be asked for. */
export function hearNotification(state: NotificationState, item: NotificationView, count: Required<Count>) {
  const isGap = item.seq > state.synced + 1;
  const synced = item.seq === state.synced + 1 ? item.seq : state.synced;
  return { state: { ...state, items: onTop(state, [item]), ...counted(state, count), synced }, isGap };
}

/** An answer to `sync` that tells what came after a number. */
export function fillNotifications(state: NotificationState, since: NotificationsSince): NotificationState {
  const synced = Math.max(state.synced, since.lastSeq);
  return { ...state, items: onTop(state, since.items), ...counted(state, since), synced };
}

/**
 * An answer to `sync` that tells how the list begins: it takes the place of what was known, but for what came live
 * meanwhile. Whoever heard of a newer change than it knows asks again.
 */
export function replaceNotifications(state: NotificationState, { first, ...since }: NotificationsSince) {
  const isBehind = since.rev < state.rev;
  const synced = Math.max(state.synced, since.lastSeq);
  const known = { ...counted(state, since), whole: since.rev, synced };
  if (!first) return { state: { ...state, ...known }, isBehind };
  const live = state.items.filter((item) => item.seq > since.lastSeq);
  const page = { ...state, items: first.items.filter(({ id }) => !state.gone.includes(id)), base: since.lastSeq };
  return { state: { ...page, ...known, items: onTop(page, live), nextCursor: first.nextCursor }, isBehind };
}

/** Which of `items` were not known before under their number: what is worth a toast. */
export function unknownOf(state: NotificationState, items: readonly NotificationView[]): NotificationView[] {
  const known = new Map(state.items.map((item) => [item.id, item.seq]));
  return items.filter((item) => item.seq > state.synced && item.seq > (known.get(item.id) ?? 0));
}

type Change = Omit<NotificationChanged, "rev"> & { rev?: number };

/** Some were read, deleted or changed, here, in another tab or by who caused them. */
export function changeNotifications(state: NotificationState, change: Change): NotificationState {
  const gone = [...state.gone, ...(change.deletedIds ?? [])].slice(-GONE_MAX);
  return { ...state, items: afterChange(state.items, change), ...counted(state, change), gone };
}

/** A list of notifications after a change. */
export function afterChange(
  items: readonly NotificationView[],
  { readIds = [], deletedIds = [], readUpTo = 0, changed = [] }: Change,
): NotificationView[] {
  return replaced(items, changed)
    .filter((item) => !deletedIds.includes(item.id))
    .map((item) =>
      item.read || !(readIds.includes(item.id) || item.seq <= readUpTo) ? item : { ...item, read: true },
    );
}

/** Whether a notification has not expired. */
export const lives = ({ expiresAt }: NotificationView, now: number): boolean =>
  expiresAt === null || Date.parse(expiresAt) > now;

/** Takes out what has expired by now. "100 or more" stays that until the server counts. */
export function expireNotifications(state: NotificationState, now: number): NotificationState {
  const items = state.items.filter((item) => lives(item, now));
  if (items.length === state.items.length) return state;
  const unreadOf = (list: readonly NotificationView[]) => list.filter(({ read }) => !read).length;
  const expired = unreadOf(state.items) - unreadOf(items);
  const unread = state.unread < UNREAD_MAX ? Math.max(0, state.unread - expired) : state.unread;
  return { ...state, items, unread };
}

/** When the first of these expires, in milliseconds since 1970; undefined when none does. */
export function nextExpiry(items: readonly NotificationView[]): number | undefined {
  const times = items.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [Date.parse(expiresAt)]));
  return times.length > 0 ? Math.min(...times) : undefined;
}

/** A page of older ones. */
export function extendNotifications(
  state: NotificationState,
  page: { items: readonly NotificationView[]; nextCursor: string | null },
): NotificationState {
  const known = new Set([...state.items.map((item) => item.id), ...state.gone]);
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

function onTop(
  { items, base, gone }: Pick<NotificationState, "items" | "base" | "gone">,
  added: readonly NotificationView[],
): NotificationView[] {
  const known = new Set([...items.map((item) => item.id), ...gone]);
  const all = [...replaced(items, added), ...added.filter((item) => !known.has(item.id))];
  const live = all.filter((item) => item.seq > base).sort((a, b) => b.seq - a.seq);
  return [...live, ...all.filter((item) => item.seq <= base)];
}
