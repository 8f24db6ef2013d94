import type { Message } from "./wire";

/** A message of ours that the server has not confirmed. */
export type Pending = {
  clientId: string;
  body: string;
  replyTo: number | null;
  createdAt: string;
  state: "sending" | "failed";
  /** Why it failed, for the writer. */
  reason?: string;
};

/**
 * What a page knows of one room. Messages arrive over several ways, in any order and repeatedly; `rev` decides
 * which version is the newest, `seq` where it stands, and the window which of them are shown.
 */
export type RoomState = {
  me: string;
  /** The newest version heard of each message, also of those outside the window. */
  known: ReadonlyMap<string, Message>;
  /** Of the messages from `from` to `to` (seq, inclusive) none is missing, but for changes not heard yet. */
  from: number;
  /** Infinity while the window reaches the newest message. */
  to: number;
  /** Every change up to this number has been heard, or was overtaken by a later one. */
  synced: number;
  /** Numbers heard beyond a hole. */
  ahead: ReadonlySet<number>;
  pending: readonly Pending[];
};

/** A piece of history: messages without a hole between them, and whether there are more on either side. */
export type Piece = { items: readonly Message[]; hasOlder: boolean; hasNewer: boolean };

/** A room as it was loaded. `lastSeq` must have been read before the messages: what changed since is asked for again. */
export function openRoom(me: string, lastSeq: number, piece: Piece): RoomState {
  const empty: RoomState = {
    me,
    known: new Map(),
    from: 0,
    to: Number.POSITIVE_INFINITY,
    synced: lastSeq,
    ahead: new Set(),
    pending: [],
  };
  return jumpTo(empty, piece);
}

/** A message came: live, or as the answer to our own send or edit. */
export function hear(state: RoomState, message: Message): RoomState {
  return settle(merge(state, [message]), [message.rev]);
}

/** An answer to `sync`: every change after `state.synced` up to `upTo`, so there is no hole below it. */
export function fill(state: RoomState, items: readonly Message[], upTo: number): RoomState {
  const merged = merge(state, items);
  return settle({ ...merged, synced: Math.max(merged.synced, upTo) }, []);
}

/** History before the window. */
export function extendOlder(state: RoomState, items: readonly Message[], hasOlder: boolean): RoomState {
  const from = hasOlder ? Math.min(state.from, ...items.map((item) => item.seq)) : 0;
  return { ...merge(state, items), from };
}

/** History after a window that does not reach the newest message. */
export function extendNewer(state: RoomState, items: readonly Message[], hasNewer: boolean): RoomState {
  const to = hasNewer ? Math.max(state.to, ...items.map((item) => item.seq)) : Number.POSITIVE_INFINITY;
  return { ...merge(state, items), to };
}

/** Shows another part of the history instead. */
export function jumpTo(state: RoomState, { items, hasOlder, hasNewer }: Piece): RoomState {
  const seqs = items.map((item) => item.seq);
  const from = hasOlder && seqs.length > 0 ? Math.min(...seqs) : 0;
  const to = hasNewer && seqs.length > 0 ? Math.max(...seqs) : Number.POSITIVE_INFINITY;
  return { ...merge(state, items), from, to };
}

/** Puts an own message at the end before the server knows it. A second time, or after its arrival, does nothing. */
export function enqueue(state: RoomState, message: Omit<Pending, "state" | "reason">): RoomState {
  const isThere =
    state.pending.some((item) => item.clientId === message.clientId) || hasArrived(state, message.clientId);
  return isThere ? state : { ...state, pending: [...state.pending, { ...message, state: "sending" }] };
}

/** The server refused it. */
export const markFailed = (state: RoomState, clientId: string, reason: string): RoomState =>
  changePending(state, clientId, (item) => ({ ...item, state: "failed", reason }));

/** Tries a refused message again, as the same message. */
export const retry = (state: RoomState, clientId: string): RoomState =>
  changePending(state, clientId, (item) => ({ ...item, state: "sending", reason: undefined }));

/** Gives a refused message up. */
export const discard = (state: RoomState, clientId: string): RoomState => ({
  ...state,
  pending: state.pending.filter((item) => item.clientId !== clientId),
});

/** What is shown, oldest first. */
export function visible(state: RoomState): Message[] {
  return [...state.known.values()]
    .filter(({ seq }) => seq >= state.from && seq <= state.to)
    .sort((a, b) => a.seq - b.seq);
}

/** Whether something was missed and must be asked for, after `state.synced`. */
export const hasGap = (state: RoomState): boolean => state.ahead.size > 0;

/** Whether the window reaches the newest message. */
export const isAtEnd = (state: RoomState): boolean => state.to === Number.POSITIVE_INFINITY;

function merge(state: RoomState, items: readonly Message[]): RoomState {
  const known = new Map(state.known);
  const arrived = new Set<string>();
  for (const item of items) {
    if (item.rev <= (known.get(item.id)?.rev ?? -1)) continue;
    known.set(item.id, item);
    if (item.author?.id === state.me) arrived.add(item.clientId);
  }
  return { ...state, known, pending: state.pending.filter((item) => !arrived.has(item.clientId)) };
}

/** Moves `synced` over numbers that follow without a hole, and keeps the rest for later. */
function settle(state: RoomState, heard: readonly number[]): RoomState {
  let { synced } = state;
  const ahead = new Set([...state.ahead, ...heard].filter((number) => number > synced));
  while (ahead.delete(synced + 1)) synced += 1;
  return { ...state, synced, ahead };
}

function changePending(state: RoomState, clientId: string, change: (item: Pending) => Pending): RoomState {
  return { ...state, pending: state.pending.map((item) => (item.clientId === clientId ? change(item) : item)) };
}

function hasArrived(state: RoomState, clientId: string): boolean {
  for (const item of state.known.values()) if (item.clientId === clientId && item.author?.id === state.me) return true;
  return false;
}
