"use client";

import { Section } from "@/components/layout/section";
import { Moment } from "@/components/ui/time";
import type { Listing } from "@/lib/features/watches/listing-schemas";

const words = {
  publishedAt: "Published",
  foundAt: "Found",
  changedAt: "Last changed",
  newLowAt: "Cheaper than ever",
  goneAt: "Gone",
  backAt: "Back",
  savedAt: "Saved by you",
  hiddenAt: "Hidden by you",
} as const;
type Name = keyof typeof words;

/** What became of a listing, and when; the last first. */
export function ListingHistory({ listing }: { listing: Listing }) {
  const names = Object.keys(words).filter((name): name is Name => name in words);
  const events = names
    .flatMap((name) => {
      const at = listing[name];
      return at === null || (name === "changedAt" && at === listing.foundAt) ? [] : [{ name, at }];
    })
    .sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Section title="History">
      <ol className="flex flex-col gap-2.5 text-sm">
        {events.map(({ name, at }) => (
          <li key={name} className="flex justify-between gap-3">
            <span>{words[name]}</span>
            <Moment at={at} dated className="text-faint tabular-nums" />
          </li>
        ))}
      </ol>
    </Section>
  );
}
