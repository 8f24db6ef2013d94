import { PageForm } from "@/components/ui/page-form";
import { SearchField } from "@/components/ui/search-field";

/** A search among the watches by name. It is in the URL. */
export function WatchesFilter({ query }: { query: string }) {
  return (
    <search className="min-w-48 flex-1">
      <PageForm action="/watches" key={query}>
        <SearchField
          label="Search watches by name or address"
          placeholder="Search by name"
          value={query}
          maxLength={80}
        />
      </PageForm>
    </search>
  );
}
