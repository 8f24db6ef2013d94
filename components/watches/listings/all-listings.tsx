"use client";

import { Eye } from "lucide-react";
import { buttonStyles } from "@/components/ui/button-styles";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import { ListingFilter } from "./listing-filter";
import { ListingList } from "./listing-list";
import { NoListings } from "./no-listings";
import type { ListingStart } from "./use-listings";

/** The listings of all watches. */
export function AllListings(start: ListingStart) {
  const { query } = start;
  const { watches } = useWatches();
  if (watches.length === 0) {
    return (
      <EmptyState
        icon={Eye}
        title="You watch nothing yet"
        action={
          <Link href="/watches/new" className={buttonStyles()}>
            Make your first watch
          </Link>
        }
      >
        Listings are what your watches find: offers of a shop, posts of a board, entries of a feed.
      </EmptyState>
    );
  }
  return (
    <>
      <ListingFilter path="/listings" query={query} hasWatches />
      <ListingList
        key={JSON.stringify(query)}
        {...start}
        view={query.view === "list" ? "list" : "grid"}
        nothing={<NoListings query={query} path="/listings" />}
      />
    </>
  );
}
