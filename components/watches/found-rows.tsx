"use client";

import { Badge } from "@/components/ui/badge";
import { Moment } from "@/components/ui/time";
import type { FoundRow } from "@/lib/features/watches/source-schemas";
import { PriceTag } from "./price-tag";
import { hostOf } from "./source-words";
import { Thumb } from "./thumb";

type Props = { label: string; rows: readonly FoundRow[] };

/** Rows as they would be stored. */
export function FoundRows({ label, rows }: Props) {
  const hasImages = rows.some(({ image }) => image !== null);
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a preview have no id, and stay as they are
        <li key={index} className="flex items-start gap-3 px-4 py-2.5">
          {hasImages && <Thumb image={row.image} className="size-11" />}
          <div className="min-w-0 flex-1 text-sm">
            <p dir="auto" className="line-clamp-2 wrap-anywhere font-medium">
              {row.title || <span className="font-normal text-faint">Without a title</span>}
            </p>
            <Facts row={row} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Facts({ row: { price, availability, publishedAt, link, text, title } }: { row: FoundRow }) {
  const hasText = text !== "" && text !== title;
  return (
    <>
      {hasText && (
        <p dir="auto" className="line-clamp-1 wrap-anywhere text-soft text-xs">
          {text}
        </p>
      )}
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-faint text-xs">
        {price && (
          <PriceTag
            price={price.amount}
            currency={price.currency}
            from={price.from}
            upTo={price.upTo}
            before={price.before}
          />
        )}
        {availability && <Badge>{availability === "in" ? "In stock" : "Sold out"}</Badge>}
        {publishedAt && <Moment at={publishedAt} dated />}
        {link ? <span className="max-w-full truncate">{hostOf(link)}</span> : <span>No link</span>}
      </p>
    </>
  );
}
