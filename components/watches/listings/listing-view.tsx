"use client";

import { ArrowLeft, ExternalLink } from "lucide-react";
import { useCallback, useState } from "react";
import { Section } from "@/components/layout/section";
import { ShareDialog } from "@/components/layout/share-dialog";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { hostOf } from "@/components/watches/source-words";
import { Thumb } from "@/components/watches/thumb";
import { useLiveEvent } from "@/lib/client/use-live";
import type { ListingsChanged } from "@/lib/features/watches/client/wire";
import type { Listing, PricePoint } from "@/lib/features/watches/listing-schemas";
import { ListingFacts } from "./listing-facts";
import { ListingHistory } from "./listing-history";
import { NoteEditor } from "./note-editor";
import { PriceHistory } from "./price-history";
import { SaveAndHideButtons } from "./save-and-hide-buttons";

type Props = { listing: Listing; prices: readonly PricePoint[] };

/** One listing: what it is, what it cost, and what the member thinks of it. */
export function ListingView({ listing: given, prices }: Props) {
  const [listing, setListing] = useLiveListing(given);
  const { id, title, text, image, link } = listing;
  return (
    <article className="flex flex-col gap-6">
      <WayBack listing={listing} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 md:grid-cols-[20rem_minmax(0,1fr)]">
        <Thumb image={image} eager className="aspect-[4/3] w-full rounded-lg border border-line" />
        <div className="flex min-w-0 flex-col gap-4">
          <h1 dir="auto" className="wrap-anywhere font-display text-3xl tracking-tight">
            {title || "Without a title"}
          </h1>
          <ListingFacts listing={listing} />
          <div className="flex flex-wrap gap-2">
            {link && (
              <a href={link} target="_blank" rel="noopener noreferrer nofollow" className={buttonStyles()}>
                Open at {hostOf(link)}
                <ExternalLink aria-hidden="true" />
                <span className="sr-only">, in a new tab</span>
              </a>
            )}
            <SaveAndHideButtons listing={listing} onChanged={setListing} />
            <ShareDialog kind="listing" id={id} title={title} />
          </div>
        </div>
      </div>
      {text && text !== title && (
        <p dir="auto" className="wrap-anywhere max-w-3xl whitespace-pre-line text-soft">
          {text}
        </p>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 md:grid-cols-[minmax(0,1fr)_20rem]">
        <PriceHistory listing={listing} prices={prices} />
        <div className="flex min-w-0 flex-col gap-5">
          <Section title="Note">
            <NoteEditor listing={listing} onSaved={setListing} />
          </Section>
          <ListingHistory listing={listing} />
        </div>
      </div>
    </article>
  );
}

const WayBack = ({ listing: { watchId, watchName } }: Pick<Props, "listing">) => (
  <Link
    href={`/watches/${watchId}`}
    className="inline-flex w-fit max-w-full items-center gap-1.5 rounded-sm text-faint text-sm hover:text-ink"
  >
    <ArrowLeft aria-hidden="true" className="size-4 shrink-0" />
    <span dir="auto" className="truncate">
      {watchName}
    </span>
  </Link>
);

/** The listing as it is now. Events tell the beginning of its text, which the page has whole. */
function useLiveListing(given: Listing): [Listing, (listing: Listing) => void] {
  const [listing, setListing] = useState(given);
  const take = useCallback(
    (next: Listing) =>
      setListing((now) => {
        if (next.id !== now.id || next.version < now.version) return now;
        return { ...next, text: now.text.startsWith(next.text) ? now.text : next.text };
      }),
    [],
  );
  useLiveEvent(
    "listings:changed",
    useCallback(({ listings }: ListingsChanged) => listings.forEach(take), [take]),
  );
  return [listing, take];
}
