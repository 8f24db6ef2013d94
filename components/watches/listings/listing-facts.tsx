"use client";

import type { ReactNode } from "react";
import { PriceTag } from "@/components/watches/price-tag";
import { usePriceWords } from "@/components/watches/use-price-words";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import { ListingMarks } from "./listing-marks";

/** What a listing costs and what stands out about it. */
export function ListingFacts({ listing }: { listing: Listing }) {
  const { price, currency, priceFrom, priceUpTo, priceBefore, lowestPrice } = listing;
  const words = usePriceWords();
  const isLowest = price !== null && Number(price) === Number(lowestPrice);
  return (
    <div className="flex flex-col gap-2">
      <PriceTag
        price={price}
        currency={currency}
        from={priceFrom}
        upTo={priceUpTo}
        before={priceBefore}
        className="text-2xl [&_s]:text-base"
      />
      <p className="flex flex-wrap items-center gap-2 empty:hidden">
        <ListingMarks listing={listing} />
      </p>
      {lowestPrice !== null && (
        <dl className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
          <Fact label="Lowest price">{isLowest ? "this one" : words(lowestPrice, currency)}</Fact>
        </dl>
      )}
    </div>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="flex gap-1.5">
    <dt className="text-faint">{label}</dt>
    <dd className="tabular-nums">{children}</dd>
  </div>
);
