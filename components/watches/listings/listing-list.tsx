"use client";

import { ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useAttempt } from "@/components/ui/use-attempt";
import { useLooking } from "@/lib/features/watches/client/watches-provider";
import { ListingCard, type View } from "./listing-card";
import { type ListingStart, useListings } from "./use-listings";

type Props = ListingStart & {
  view: View;
  /** The watch whose listings these are; of all watches without one. */
  watchId?: string;
  /** What stands where there is none. */
  nothing: ReactNode;
};

/** Listings, live: what changes does so at once, what comes new waits until it is asked for. */
export function ListingList({ view, watchId, nothing, ...start }: Props) {
  const { items, fresh, reread, patch, hasMore, more, pending } = useListings(start);
  useLooking(watchId ?? "all");
  const list = items.map((listing) => (
    <ListingCard
      key={listing.id}
      listing={listing}
      view={view}
      showWatch={watchId === undefined}
      onChanged={(changed) => patch([changed])}
    />
  ));
  return (
    <>
      <Fresh count={fresh} onShow={reread} />
      {items.length === 0 && nothing}
      {items.length > 0 && view === "grid" && (
        <ul
          aria-label="Listings"
          className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2 sm:gap-4 lg:grid-cols-3"
        >
          {list}
        </ul>
      )}
      {items.length > 0 && view === "list" && (
        <Card className="overflow-hidden">
          <ul aria-label="Listings" className="divide-y divide-line">
            {list}
          </ul>
        </Card>
      )}
      {hasMore && (
        <Button look="plain" pending={pending} onClick={more} className="self-center">
          More listings
        </Button>
      )}
    </>
  );
}

/** Says that something came, and shows it when it is wanted. */
function Fresh({ count, onShow }: { count: number; onShow: () => Promise<void> }) {
  const { pending, attempt } = useAttempt();
  return (
    <output className="block sticky top-2 z-10 self-center empty:hidden">
      {count > 0 && (
        <Button size="sm" pending={pending} className="shadow-pop" onClick={() => attempt("Not read", onShow)}>
          {!pending && <ArrowUp aria-hidden="true" />}
          {count} new – show
        </Button>
      )}
    </output>
  );
}
