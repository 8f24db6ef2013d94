import { StickyNote } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Listing } from "@/lib/features/watches/listing-schemas";

/** What stands out about a listing, in words. */
export function ListingMarks({ listing }: { listing: Listing }) {
  const { availability, goneAt, backAt, matched, note } = listing;
  return (
    <>
      {isNewLow(listing) && <Badge tone="signal">New low</Badge>}
      {goneAt && <Badge tone="warn">Gone</Badge>}
      {backAt && !goneAt && <Badge tone="accent">Back</Badge>}
      {availability && !goneAt && (
        <Badge tone={availability === "in" ? "accent" : "neutral"}>
          {availability === "in" ? "In stock" : "Sold out"}
        </Badge>
      )}
      {!matched && <Badge>Left out by filters</Badge>}
      {note && (
        <span className="inline-flex items-center text-faint">
          <StickyNote aria-hidden="true" className="size-3.5" />
          <span className="sr-only">Has a note</span>
        </span>
      )}
    </>
  );
}

/** Whether it costs now as little as never before. */
export const isNewLow = ({ newLowAt, price, lowestPrice }: Listing): boolean =>
  newLowAt !== null && price !== null && Number(price) === Number(lowestPrice);
