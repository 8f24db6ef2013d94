import { useCallback, useRef } from "react";
import { api } from "@/lib/client/api";
import { retry } from "@/lib/client/retry";
import type { Store } from "@/lib/client/store";
import { useLiveEvent, useOnline } from "@/lib/client/use-live";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { PAGE_MAX } from "@/lib/shared/bounds";
import { hearDeletion, hearListings, hearRunning, hearWatch, replaceWatches, type WatchesState } from "./watches-store";
import type { ListingsChanged, WatchChanged } from "./wire";

type WatchList = { items: Watch[]; nextCursor: string | null; quota: number };

/** Reads the member's watches again, all of them. */
export async function readWatches(store: Store<WatchesState>): Promise<void> {
  const items: Watch[] = [];
  for (let cursor = ""; ; ) {
    const after = cursor && `&cursor=${encodeURIComponent(cursor)}`;
    const page = await api<WatchList>("GET", `/watches?limit=${PAGE_MAX}${after}`);
    items.push(...page.items);
    if (page.nextCursor === null) return store.update((state) => replaceWatches(state, { ...page, items }));
    cursor = page.nextCursor;
  }
}

/** What is due so soon after the page was made may have run before it listened, in milliseconds. */
const UNHEARD_MS = 10_000;

/** Whether the list that the page came with may be behind: then a watch was about to run. */
const mayBeBehind = ({ watches }: WatchesState): boolean =>
  watches.some(({ nextRunAt }) => nextRunAt !== null && Date.parse(nextRunAt) < Date.now() + UNHEARD_MS);

/** Keeps the member's watches and what they found up to date. `isWhole`: the page came with all of them. */
export function useWatchesFeed(store: Store<WatchesState>, isWhole: boolean): void {
  const wasOnline = useRef(false);
  useOnline(
    useCallback(() => {
      if (wasOnline.current || !isWhole || mayBeBehind(store.get())) void retry(() => readWatches(store));
      wasOnline.current = true;
    }, [store, isWhole]),
  );
  useLiveEvent(
    "watch:running",
    useCallback(({ watchId }) => store.update((state) => hearRunning(state, watchId, Date.now())), [store]),
  );
  useLiveEvent(
    "watch:changed",
    useCallback((event: WatchChanged) => store.update((state) => hearWatch(state, event)), [store]),
  );
  useLiveEvent(
    "watch:deleted",
    useCallback(({ watchId }) => store.update((state) => hearDeletion(state, watchId)), [store]),
  );
  useLiveEvent(
    "listings:changed",
    useCallback((event: ListingsChanged) => store.update((state) => hearListings(state, event)), [store]),
  );
}
