"use client";

import { FirstRun } from "@/components/watches/first-run";
import { useWatch } from "@/lib/features/watches/client/watches-provider";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import type { Page } from "@/lib/shared/page";
import { ListingFilter } from "./listing-filter";
import { ListingList } from "./listing-list";
import type { Query } from "./listing-query";
import { NoListings } from "./no-listings";

type Props = { watch: Watch; query: Query; first: Page<Listing> };

/** What one watch found. */
export function WatchListings({ watch: given, query, first }: Props) {
  const watch = useWatch(given);
  const path = `/watches/${watch.id}`;
  const { watchId: _watchId, ...asked } = query;
  const hasRead = watch.lastSuccessAt !== null;
  return (
    <>
      {hasRead && <ListingFilter path={path} query={asked} hasWatches={false} />}
      <ListingList
        key={JSON.stringify(query)}
        query={query}
        first={first}
        view={query.view === "list" ? "list" : "grid"}
        watchId={watch.id}
        nothing={hasRead ? <NoListings query={query} path={path} /> : <FirstRun watch={watch} />}
      />
    </>
  );
}
