"use client";

import { FirstRun } from "@/components/watches/first-run";
import { useWatch } from "@/lib/features/watches/client/watches-provider";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { ListingFilter } from "./listing-filter";
import { ListingList } from "./listing-list";
import { NoListings } from "./no-listings";
import type { ListingStart } from "./use-listings";

type Props = ListingStart & { watch: Watch };

/** What one watch found. */
export function WatchListings({ watch: given, ...start }: Props) {
  const { query } = start;
  const watch = useWatch(given);
  const path = `/watches/${watch.id}`;
  const { watchId: _watchId, ...asked } = query;
  const hasRead = watch.lastSuccessAt !== null;
  return (
    <>
      {hasRead && <ListingFilter path={path} query={asked} hasWatches={false} />}
      <ListingList
        key={JSON.stringify(query)}
        {...start}
        view={query.view === "list" ? "list" : "grid"}
        watchId={watch.id}
        nothing={hasRead ? <NoListings query={query} path={path} /> : <FirstRun watch={watch} />}
      />
    </>
  );
}
