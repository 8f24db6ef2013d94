import { Search } from "lucide-react";
import { controlStyles } from "@/components/ui/control-styles";
import { Link } from "@/components/ui/link";
import { PageForm } from "@/components/ui/page-form";

type Props = { scope: "joined" | "discover"; query: string };

const tabStyles =
  "rounded-[0.4rem] px-3.5 py-1.5 text-soft text-sm transition-colors hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:font-medium aria-[current=page]:text-ink aria-[current=page]:shadow-card";

/** Which rooms are shown, and a search by name. Both are in the URL. */
export function RoomsFilter({ scope, query }: Props) {
  const search = query ? `&q=${encodeURIComponent(query)}` : "";
  return (
    <div className="flex flex-wrap items-center gap-3">
      <nav aria-label="Which rooms" className="flex rounded-md bg-hover p-0.75">
        <Link
          href={`/rooms?scope=joined${search}`}
          aria-current={scope === "joined" ? "page" : undefined}
          className={tabStyles}
        >
          Yours
        </Link>
        <Link
          href={`/rooms?scope=discover${search}`}
          aria-current={scope === "discover" ? "page" : undefined}
          className={tabStyles}
        >
          Discover
        </Link>
      </nav>
      <search className="relative min-w-48 flex-1">
        <PageForm action="/rooms" key={`${scope} ${query}`}>
          <input type="hidden" name="scope" value={scope} />
          <Search aria-hidden="true" className="pointer-events-none absolute top-2.5 left-3 size-4 text-faint" />
          <input
            type="search"
            name="q"
            aria-label="Search rooms by name"
            placeholder="Search by name"
            defaultValue={query}
            maxLength={80}
            className={`${controlStyles} h-9 pl-9`}
          />
        </PageForm>
      </search>
    </div>
  );
}
