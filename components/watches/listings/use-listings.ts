"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { usePages } from "@/components/ui/use-pages";
import { api } from "@/lib/client/api";
import { retry } from "@/lib/client/retry";
import { useLiveEvent } from "@/lib/client/use-live";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import { newMatches } from "@/lib/features/watches/client/watches-store";
import type { ListingsChanged } from "@/lib/features/watches/client/wire";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import type { Page } from "@/lib/shared/page";
import { belongs, endpointOf, LISTINGS_AT_ONCE, mayFit, type Query } from "./listing-query";

/** A list as the server read it, and when it began to. */
export type ListingStart = { query: Query; first: Page<Listing>; readAt: string };

/**
 * A list of listings that goes on and follows what becomes of them. What comes new is counted in `fresh` until it is asked
 * for, so that nothing moves under the reader's hand; where there is nothing yet it is shown at once.
 */
export function useListings({ query, first: given, readAt }: ListingStart) {
  const [read, setRead] = useState({ given, first: given });
  const first = read.given === given ? read.first : given;
  const [changes, setChanges] = useState<Readonly<Record<string, Listing>>>({});
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const pages = usePages(first, endpointOf(query, LISTINGS_AT_ONCE));
  const shown = pages.items.map((item) => newer(item, changes[item.id])).filter((item) => belongs(item, query));
  const isEmpty = shown.length === 0;

  const reread = useCallback(async () => {
    setRead({ given, first: await api<Page<Listing>>("GET", endpointOf(query, LISTINGS_AT_ONCE)) });
    setFresh(new Set());
  }, [query, given]);
  const patch = useCallback(
    (listings: readonly Listing[]) =>
      setChanges((now) => ({
        ...now,
        ...Object.fromEntries(listings.map((one) => [one.id, newer(one, now[one.id])])),
      })),
    [],
  );
  useLiveEvent(
    "listings:changed",
    useCallback(
      (event: ListingsChanged) => {
        patch(event.listings);
        const ids = newMatches(event).flatMap((one) => (mayFit(one, query) ? [one.id] : []));
        if (ids.length === 0) return;
        if (isEmpty) void retry(reread);
        else setFresh((now) => new Set([...now, ...ids]));
      },
      [query, patch, reread, isEmpty],
    ),
  );
  useUnheardRuns(readAt, reread);
  const known = new Set(pages.items.map(({ id }) => id));
  return { ...pages, items: shown, fresh: [...fresh].filter((id) => !known.has(id)).length, reread, patch };
}

/** Of two states of a listing the later one. */
const newer = (one: Listing, other: Listing | undefined): Listing =>
  other && other.version >= one.version ? other : one;

/** A run is known by its beginning, and what it found may come so much later, in milliseconds. */
const RUN_MAX_MS = 30_000;

/** Reads the list again when a watch ran that it may not know of: before the page listened, or during a break. */
function useUnheardRuns(readAt: string, reread: () => Promise<void>): void {
  const { watches, reads } = useWatches();
  const lastRun = Math.max(0, ...watches.map(({ lastRunAt }) => Date.parse(lastRunAt ?? "") || 0));
  const known = useRef(Date.parse(readAt) - RUN_MAX_MS);
  const latest = useRef({ lastRun, reread });
  useEffect(() => {
    latest.current = { lastRun, reread };
  }, [lastRun, reread]);
  useEffect(() => {
    const { lastRun, reread } = latest.current;
    if (reads === 0 || lastRun <= known.current) return;
    known.current = lastRun;
    void retry(reread);
  }, [reads]);
}
