import type { PublicUser } from "@/lib/core/members/schemas";
import type { PresenceChange } from "@/lib/core/realtime/events";
import { PRESENCE_NAMED_MAX } from "@/lib/shared/bounds";

/** Who is online: ids of everyone heard of, faces of those who are listed, and how many there are. */
export type OnlineState = { ids: ReadonlySet<string>; listed: readonly PublicUser[]; count: number };

/** The list as the server answers it. */
export function openOnline(page: { items: readonly PublicUser[]; total: number }): OnlineState {
  return { ids: new Set(page.items.map((user) => user.id)), listed: page.items, count: page.total };
}

/** Whether more came or went than the event names. */
export const isCut = ({ online, offline }: PresenceChange): boolean =>
  Math.max(online.length, offline.length) >= PRESENCE_NAMED_MAX;

/** Someone came or went. `isStale` says that someone came whose face is not known, or that not all are named: read the list again. */
export function hearPresence(state: OnlineState, change: PresenceChange, me: PublicUser) {
  const { online, offline, count } = change;
  const gone = new Set(offline);
  const ids = new Set([...state.ids, ...online].filter((id) => !gone.has(id)));
  const known =
    online.includes(me.id) && !state.listed.some(({ id }) => id === me.id) ? [...state.listed, me] : state.listed;
  const listed = known.filter((user) => !gone.has(user.id));
  const isMissing = online.some((id) => !listed.some((user) => user.id === id)) && listed.length < LISTED_MAX;
  return { state: { ids, listed, count }, isStale: isMissing || isCut(change) };
}

/** The list read again: faces are replaced, ids are added to. */
export function relist(state: OnlineState, page: { items: readonly PublicUser[]; total: number }): OnlineState {
  return { ids: new Set([...state.ids, ...page.items.map((user) => user.id)]), listed: page.items, count: page.total };
}

/** Faces that are listed at most. */
export const LISTED_MAX = 50;
