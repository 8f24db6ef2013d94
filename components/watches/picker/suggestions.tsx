"use client";

import { Rss } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Choice } from "@/components/ui/choice";
import { FoundRows } from "@/components/watches/found-rows";
import { recipeWords } from "@/components/watches/source-words";
import { counted } from "@/components/watches/watch-words";
import type { DetectedSource } from "@/lib/features/watches/source-schemas";

type Props = {
  suggestions: DetectedSource["suggestions"];
  /** The place of the one that was chosen. */
  chosen: number;
  onChoose: (place: number) => void;
};

/** Ways to read the source that were found, best first, each with what it would store. */
export function Suggestions({ suggestions, chosen, onChoose }: Props) {
  const shown = suggestions[chosen];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <Choice
        label="What was found"
        name="suggestion"
        options={suggestions.map(({ label, count, recipe }, place) => ({
          value: String(place),
          label,
          text: `${counted(count, "row")}, ${recipeWords(recipe)}`,
        }))}
        value={String(chosen)}
        onChange={(place) => onChoose(Number(place))}
        className="content-start [&_label]:min-w-0 [&_label]:wrap-anywhere"
      />
      {shown && (
        <Card aria-label="What would be stored" className="max-h-[32rem] min-w-0 overflow-y-auto">
          <FoundRows label="Found rows" rows={shown.rows} />
          {shown.count > shown.rows.length && (
            <p className="border-line border-t px-4 py-2.5 text-faint text-xs">
              and {(shown.count - shown.rows.length).toLocaleString("en")} more
            </p>
          )}
        </Card>
      )}
    </div>
  );
}

type FeedProps = { feeds: DetectedSource["feeds"]; pending: boolean; onRead: (url: string) => void };

/** Feeds that stand behind a page: steadier than the page itself. Guesses are shown only where the page names none. */
export function FeedsFound({ feeds, pending, onRead }: FeedProps) {
  const named = feeds.filter(({ guess }) => !guess);
  const shown = named.length > 0 ? named : feeds;
  const title = named.length > 0 ? "Feeds behind the page" : "The page names no feed; sites often have one here";
  if (shown.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h3 className="font-medium text-sm">{title}</h3>
      <ul className="flex flex-wrap gap-2">
        {shown.map(({ url, title, guess }) => (
          <li key={url} className="min-w-0 max-w-full">
            <Button look="plain" size="sm" disabled={pending} className="max-w-full" onClick={() => onRead(url)}>
              <Rss aria-hidden="true" />
              <span dir="auto" className="truncate">
                {guess ? pathOf(url) : title || url}
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : url);
