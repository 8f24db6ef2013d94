"use client";

import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { Age } from "@/components/ui/time";
import { PriceTag } from "@/components/watches/price-tag";
import { Thumb } from "@/components/watches/thumb";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import { ListingMarks } from "./listing-marks";
import { SaveAndHide } from "./save-and-hide";

export type View = "grid" | "list";
type Props = { listing: Listing; view: View; showWatch: boolean; onChanged: (listing: Listing) => void };

/** A listing among others. All of it leads to its page; what can be done stands at its end. */
export function ListingCard({ listing, view, showWatch, onChanged }: Props) {
  const { id, title, text, image, goneAt } = listing;
  const isGrid = view === "grid";
  return (
    <li
      id={`listing-${id}`}
      className={cn(
        "group relative flex gap-3.5 p-3.5 transition-colors hover:bg-hover/40",
        isGrid &&
          "rounded-lg border border-line bg-surface shadow-card hover:border-line-strong sm:flex-col sm:gap-0 sm:overflow-hidden sm:p-0",
      )}
    >
      <Thumb
        image={image}
        text={isGrid ? text : ""}
        className={cn(
          "size-20",
          isGrid && "sm:aspect-[4/3] sm:size-auto sm:w-full sm:rounded-none",
          goneAt && "opacity-55 grayscale",
        )}
      />
      <div className={cn("flex min-w-0 flex-1 flex-col gap-1", isGrid && "sm:p-3.5 sm:pb-2")}>
        <Link
          href={`/listings/${id}`}
          dir="auto"
          className="line-clamp-2 wrap-anywhere rounded-sm font-medium text-sm after:absolute after:inset-0"
        >
          {title || "Without a title"}
        </Link>
        {!isGrid && text && text !== title && (
          <p dir="auto" className="line-clamp-1 wrap-anywhere text-soft text-sm">
            {text}
          </p>
        )}
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Price listing={listing} />
          <ListingMarks listing={listing} />
        </p>
        <Foot {...{ listing, showWatch, onChanged }} />
      </div>
    </li>
  );
}

const Price = ({ listing: { price, currency, priceFrom, priceUpTo, priceBefore } }: Pick<Props, "listing">) => (
  <PriceTag
    price={price}
    currency={currency}
    from={priceFrom}
    upTo={priceUpTo}
    before={priceBefore}
    className="text-sm"
  />
);

function Foot({ listing, showWatch, onChanged }: Omit<Props, "view">) {
  return (
    <div className="mt-auto flex items-center justify-between gap-2">
      <p className="flex min-w-0 gap-1 text-faint text-xs">
        {showWatch && (
          <>
            <span dir="auto" className="truncate">
              {listing.watchName}
            </span>
            ·
          </>
        )}
        <Age at={listing.foundAt} className="shrink-0" />
      </p>
      <SaveAndHide listing={listing} onChanged={onChanged} />
    </div>
  );
}
