import { SearchX, Tag } from "lucide-react";
import { buttonStyles } from "@/components/ui/button-styles";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { changedQuery, type Query } from "./listing-query";

const BY_SHOW: Record<string, string> = {
  saved: "Nothing was saved yet",
  hidden: "Nothing is hidden",
  gone: "Nothing is gone",
};

/** Stands where a list of listings is empty: because nothing fits, or because there is nothing. */
export function NoListings({ query, path }: { query: Query; path: string }) {
  const isNarrowed = Object.keys(changedQuery(query, { show: "", sort: "", view: "", watchId: "" })).length > 0;
  if (isNarrowed) {
    return (
      <EmptyState
        icon={SearchX}
        title="Nothing fits"
        action={
          <Link href={path} className={buttonStyles({ look: "plain" })}>
            Show everything open
          </Link>
        }
      >
        No listing is like that. Hidden ones, and those that are gone, stand under All.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Tag} title={BY_SHOW[query.show ?? ""] ?? "Nothing here yet"}>
      What your watches find shows here by itself.
    </EmptyState>
  );
}
