import type { Watch, WatchNow, WatchRun } from "@/lib/features/watches/watch-schemas";
import type { ListingsChanged, WatchChanged } from "./wire";

/** The member's own watches, newest first. */
export type WatchesState = {
  watches: readonly Watch[];
  /** How many the member may have. */
  quota: number;
  /** Since when a run goes on, by watch, in epoch milliseconds. */
  running: Readonly<Record<string, number>>;
  /** What the last run of a watch brought, as far as this page heard. */
  lastRuns: Readonly<Record<string, WatchRun>>;
  /** Finds that came while the page was open and were not looked at yet, by watch. */
  unseen: Readonly<Record<string, readonly string[]>>;
  /** The watch whose listings are being looked at; "all" of them. */
  looking: string | null;
  /** How often the list was read. */
  reads: number;
};

export const NO_WATCHES: WatchesState = {
  watches: [],
  quota: 0,
  running: {},
  lastRuns: {},
  unseen: {},
  looking: null,
  reads: 0,
};

const DAYS = 14;
/** Of finds that were not looked at, so many ids are kept of each watch: the badge counts no further. */
const UNSEEN_MAX = 100;

/** The list as the server has it now: it knows of runs that ended unheard. */
export function replaceWatches(
  state: WatchesState,
  { items, quota }: { items: readonly Watch[]; quota: number },
): WatchesState {
  const ended = new Map(items.map(({ id, lastRunAt }) => [id, Date.parse(lastRunAt ?? "")]));
  const running = Object.entries(state.running).filter(([id, since]) => !((ended.get(id) ?? since) >= since));
  return { ...state, watches: items, quota, running: Object.fromEntries(running), reads: state.reads + 1 };
}

/** One watch as the server answered. */
export const takeWatch = (state: WatchesState, watch: Watch): WatchesState => put(state, watch);

export const hearRunning = (state: WatchesState, watchId: string, now: number): WatchesState => ({
  ...state,
  running: { ...state.running, [watchId]: now },
});

/** A watch ran, or is otherwise not as it was. What is older than what is known changes nothing. */
export function hearWatch(state: WatchesState, { watch, run }: WatchChanged): WatchesState {
  const known = state.watches.find(({ id }) => id === watch.id);
  if (known && known.version > watch.version) return state;
  const changed = put(state, { ...watch, findsByDay: findsAfter(known, run) });
  if (!run) return changed;
  return {
    ...changed,
    running: without(state.running, watch.id),
    lastRuns: { ...state.lastRuns, [watch.id]: run },
  };
}

export const hearDeletion = (state: WatchesState, watchId: string): WatchesState => ({
  ...state,
  watches: state.watches.filter(({ id }) => id !== watchId),
  running: without(state.running, watchId),
  lastRuns: without(state.lastRuns, watchId),
  unseen: without(state.unseen, watchId),
});

/** Listings came. Those that are on the screen need no badge. */
export function hearListings(state: WatchesState, event: ListingsChanged): WatchesState {
  const { watchId } = event;
  const ids = newMatches(event).map(({ id }) => id);
  if (ids.length === 0 || state.looking === "all" || state.looking === watchId) return state;
  const all = new Set([...(state.unseen[watchId] ?? []), ...ids]);
  return { ...state, unseen: { ...state.unseen, [watchId]: [...all].slice(0, UNSEEN_MAX) } };
}

/** Starts or stops looking at the listings of a watch, or of all; what is looked at has been seen. */
export function setLooking(state: WatchesState, looking: WatchesState["looking"]): WatchesState {
  if (looking === null) return { ...state, looking };
  return { ...state, looking, unseen: looking === "all" ? {} : without(state.unseen, looking) };
}

/** Finds that were not looked at, over all watches. */
export const totalUnseen = ({ unseen }: WatchesState): number =>
  Object.values(unseen).reduce((sum, ids) => sum + ids.length, 0);

/** The listings of an event that are new and pass the filters of their watch. */
export const newMatches = ({ listings, newIds }: ListingsChanged) =>
  listings.filter(({ id, matched, hiddenAt }) => matched && hiddenAt === null && newIds.includes(id));

function put(state: WatchesState, watch: Watch): WatchesState {
  const isKnown = state.watches.some(({ id }) => id === watch.id);
  const watches = isKnown ? state.watches.map((one) => (one.id === watch.id ? watch : one)) : [watch, ...state.watches];
  return { ...state, watches };
}

/** The finds of the last days with those of a run; the server counts anew when the list is read again. */
function findsAfter(known: Watch | undefined, run: WatchRun | null): number[] {
  const days = known && known.findsByDay.length > 0 ? [...known.findsByDay] : Array<number>(DAYS).fill(0);
  const today = days.pop() ?? 0;
  return [...days, today + (run?.new ?? 0)];
}

const without = <T>(all: Readonly<Record<string, T>>, name: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));

/** How long a run can go on: who heard of its beginning and not of its end waits no longer, in milliseconds. */
const RUN_MAX_MS = 120_000;

/** Whether a run of the watch goes on at `now`, which is 0 while it is not known. */
export const isRunning = ({ running }: WatchesState, { id }: Pick<WatchNow, "id">, now: number): boolean => {
  const since = running[id];
  return since !== undefined && now - since < RUN_MAX_MS;
};
