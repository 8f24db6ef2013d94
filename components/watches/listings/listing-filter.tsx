"use client";

import { LayoutGrid, Rows3 } from "lucide-react";
import type { FormEvent } from "react";
import { buttonStyles } from "@/components/ui/button-styles";
import { cn } from "@/components/ui/cn";
import { FilterSelect } from "@/components/ui/filter-select";
import { Link } from "@/components/ui/link";
import { SearchField } from "@/components/ui/search-field";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import { changedQuery, pathOf, type Query } from "./listing-query";
import { PriceRange } from "./price-range";
import { useListingQuery } from "./use-listing-query";

type Props = {
  path: string;
  query: Query;
  /** Whether one chooses among watches here. */
  hasWatches: boolean;
};

const SHOWS = [
  { value: "", label: "Open" },
  { value: "saved", label: "Saved" },
  { value: "hidden", label: "Hidden" },
  { value: "gone", label: "Gone" },
  { value: "all", label: "All" },
] as const;

const SORTS = [
  { value: "", label: "Newest first" },
  { value: "changed", label: "Last changed" },
  { value: "cheapest", label: "Cheapest first" },
  { value: "dearest", label: "Dearest first" },
];

const tabStyles =
  "rounded-[0.4rem] px-3 py-1.5 text-soft text-sm transition-colors hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:shadow-card";

/** Which listings are shown, and how. All of it is in the URL. */
export function ListingFilter({ path, query, hasWatches }: Props) {
  const { go, formKey } = useListingQuery(path, query);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    go(Object.fromEntries(new FormData(event.currentTarget)));
  };
  const to = (changes: Query) => pathOf(path, changedQuery(query, changes));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Shows query={query} to={to} />
        <Views query={query} to={to} />
      </div>
      <search>
        <form key={formKey} action={path} onSubmit={submit} className="flex flex-wrap items-center gap-2">
          <SearchField
            label="Search listings"
            placeholder="Search title, text and notes"
            value={query.q ?? ""}
            maxLength={120}
            className="min-w-48 flex-1 basis-56"
          />
          {hasWatches && <WatchSelect value={query.watchId ?? ""} />}
          <FilterSelect
            label="Order"
            name="sort"
            choices={SORTS}
            value={query.sort ?? ""}
            className="min-w-32 flex-1 sm:flex-none"
          />
          <PriceRange query={query} />
          {/* Without a button, Enter sends no form of several fields. */}
          <button type="submit" hidden>
            Search
          </button>
        </form>
      </search>
      <Toggles query={query} go={go} />
    </div>
  );
}

const Shows = ({ query, to }: { query: Query; to: (changes: Query) => string }) => (
  <nav aria-label="Which listings" className="flex max-w-full overflow-x-auto rounded-md bg-hover p-0.75">
    {SHOWS.map(({ value, label }) => (
      <Link
        key={value}
        href={to({ show: value })}
        aria-current={(query.show ?? "") === value ? "page" : undefined}
        className={tabStyles}
      >
        {label}
      </Link>
    ))}
  </nav>
);

function WatchSelect({ value }: { value: string }) {
  const { watches } = useWatches();
  const choices = [{ value: "", label: "All watches" }, ...watches.map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <FilterSelect
      label="Watch"
      name="watchId"
      choices={choices}
      value={value}
      className="min-w-32 flex-1 sm:max-w-56 sm:flex-none"
    />
  );
}

const TOGGLES = [
  { name: "newLow", label: "New low" },
  { name: "inStock", label: "In stock" },
  { name: "unmatched", label: "Also what filters leave out" },
] as const;

const Toggles = ({ query, go }: { query: Query; go: (changes: Query) => void }) => (
  <div className="flex flex-wrap gap-2">
    {TOGGLES.map(({ name, label }) => (
      <button
        key={name}
        type="button"
        aria-pressed={query[name] === "true"}
        onClick={() => go({ [name]: query[name] === "true" ? "" : "true" })}
        className="h-7 rounded-full border border-line-strong/60 px-3 text-soft text-xs transition-colors hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
      >
        {label}
      </button>
    ))}
  </div>
);

const Views = ({ query, to }: { query: Query; to: (changes: Query) => string }) => (
  <nav aria-label="How they are shown" className="ml-auto flex gap-1 max-sm:hidden">
    {(["", "list"] as const).map((view) => (
      <Link
        key={view}
        href={to({ view })}
        aria-label={view === "" ? "As cards" : "As lines"}
        aria-current={(query.view ?? "") === view ? "page" : undefined}
        className={cn(
          buttonStyles({ look: "quiet", size: "icon" }),
          "aria-[current=page]:bg-hover aria-[current=page]:text-ink",
        )}
      >
        {view === "" ? <LayoutGrid aria-hidden="true" /> : <Rows3 aria-hidden="true" />}
      </Link>
    ))}
  </nav>
);
