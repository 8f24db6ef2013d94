"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import type { NavItem } from "@/lib/client/feature";
import { createStore, type Store, useStore } from "@/lib/client/store";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { useWatchesFeed } from "./use-watches-feed";
import { watchItems } from "./watch-items";
import { NO_WATCHES, replaceWatches, setLooking, totalUnseen, type WatchesState } from "./watches-store";

const WatchesContext = createContext<Store<WatchesState> | null>(null);

/** For the navigation: how many finds were not looked at, and the watches one by one. */
export const UnseenFinds = createContext(0);
export const WatchItems = createContext<readonly NavItem[]>([]);

/** The one place that believes the page: what `start` of the manifest answered are the member's watches. */
const startOf = (start: unknown) => start as { items: Watch[]; nextCursor: string | null; quota: number };

/** Holds the member's watches for all their pages, and keeps them up to date. */
export function WatchesProvider({ start, children }: { start: unknown; children: ReactNode }) {
  const first = startOf(start);
  const [store] = useState(() => createStore(replaceWatches(NO_WATCHES, first)));
  return (
    <WatchesContext value={store}>
      <Feed store={store} isWhole={first.nextCursor === null} />
      <Shown>{children}</Shown>
    </WatchesContext>
  );
}

/** Stands before the pages, so that the list hears what happened before an open page does. */
function Feed({ store, isWhole }: { store: Store<WatchesState>; isWhole: boolean }) {
  useWatchesFeed(store, isWhole);
  return null;
}

function Shown({ children }: { children: ReactNode }) {
  const state = useWatches();
  const { watches, unseen } = state;
  const items = useMemo(() => watchItems({ ...NO_WATCHES, watches, unseen }), [watches, unseen]);
  return (
    <UnseenFinds value={totalUnseen(state)}>
      <WatchItems value={items}>{children}</WatchItems>
    </UnseenFinds>
  );
}

/** The store of the member's watches. Only below a `WatchesProvider`. */
export function useWatchesStore(): Store<WatchesState> {
  const store = useContext(WatchesContext);
  if (!store) throw new Error("useWatchesStore() is called outside of WatchesProvider");
  return store;
}

/** The member's watches, as they change. */
export const useWatches = (): WatchesState => useStore(useWatchesStore());

/** The watch as it is now; `given` until it is known. */
export function useWatch(given: Watch): Watch {
  const known = useWatches().watches.find(({ id }) => id === given.id);
  return known && known.version >= given.version ? known : given;
}

/** Says that the listings of a watch, or "all", are on the screen: what comes there needs no badge. */
export function useLooking(at: string): void {
  const store = useWatchesStore();
  useEffect(() => {
    store.update((state) => setLooking(state, at));
    return () => store.update((state) => setLooking(state, null));
  }, [store, at]);
}
