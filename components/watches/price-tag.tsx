"use client";

import { cn } from "@/components/ui/cn";
import { usePriceWords } from "./use-price-words";

type Props = {
  price: string | null;
  currency: string | null;
  from?: boolean;
  upTo?: string | null;
  before?: string | null;
  className?: string;
};

/** A price: from or up to, and what it cost before. */
export function PriceTag({ price, currency, from = false, upTo = null, before = null, className }: Props) {
  const words = usePriceWords();
  if (price === null) return null;
  return (
    <span
      className={cn("inline-flex flex-wrap items-baseline gap-x-1.5 font-semibold text-ink tabular-nums", className)}
    >
      <span>
        {from && upTo === null && <span className="font-normal text-faint">from </span>}
        {words(price, currency)}
        {upTo !== null && ` – ${words(upTo, currency)}`}
      </span>
      {before !== null && (
        <s className="font-normal text-faint text-xs">
          <span className="sr-only">before </span>
          {words(before, currency)}
        </s>
      )}
    </span>
  );
}
