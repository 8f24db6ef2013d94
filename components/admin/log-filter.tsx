"use client";

import { Download, X } from "lucide-react";
import { buttonStyles } from "@/components/ui/button-styles";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";
import { FilterSelect } from "@/components/ui/filter-select";
import { Link } from "@/components/ui/link";
import { PageForm } from "@/components/ui/page-form";

type Select = { label: string; name: string; value: string; choices: readonly { value: string; label: string }[] };
type Props = {
  /** The page that is narrowed, and the endpoint that gives it as a file. */
  path: string;
  exportPath: string;
  selects: readonly Select[];
  /** The days, such as 2026-11-21; empty for no bound. */
  from: string;
  to: string;
  /** What else narrows the list, such as a member: by name of the query, with how it reads. */
  kept: readonly { name: string; value: string; label: string }[];
  /** The query of the endpoint, as narrowed now. */
  query: string;
};

/** What of a log is shown, and the way to take it along. All of it is in the IP. */
export function LogFilter({ path, exportPath, selects, from, to, kept, query }: Props) {
  const send = (event: React.ChangeEvent<HTMLInputElement>) => event.currentTarget.form?.requestSubmit();
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <search>
          <PageForm action={path} className="flex flex-wrap items-center gap-3">
            {kept.map(({ name, value }) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {selects.map((select) => (
              <FilterSelect key={select.name} {...select} className="min-w-40 flex-1 sm:flex-none" />
            ))}
            {(["from", "to"] as const).map((name) => (
              <label key={name} className="flex items-center gap-2 text-faint text-sm">
                {name === "from" ? "From" : "To"}
                <input
                  type="date"
                  name={name}
                  defaultValue={name === "from" ? from : to}
                  onChange={send}
                  className={cn(controlStyles, "h-9 w-40")}
                />
              </label>
            ))}
          </PageForm>
        </search>
        <Downloads href={`/api/v1${exportPath}`} query={query} />
      </div>
      {kept.length > 0 && <Kept path={path} kept={kept} />}
    </div>
  );
}

/** The same rows as files. */
const Downloads = ({ href, query }: { href: string; query: string }) => (
  <div className="flex gap-2">
    {(["csv", "ndjson"] as const).map((format) => (
      <a
        key={format}
        href={`${href}?format=${format}${query && `&${query}`}`}
        download
        className={buttonStyles({ look: "plain", size: "sm" })}
      >
        <Download aria-hidden="true" />
        {format === "csv" ? "CSV" : "NDJSON"}
      </a>
    ))}
  </div>
);

/** What narrows the list beside the fields, each with the way to be rid of it. */
const Kept = ({ path, kept }: Pick<Props, "path" | "kept">) => (
  <ul className="flex flex-wrap gap-2">
    {kept.map(({ name, label }) => (
      <li key={name}>
        <Link
          href={path}
          className="inline-flex items-center gap-1.5 rounded-full bg-accent-soft px-3 py-1 text-accent-ink text-xs"
        >
          {label}
          <X aria-hidden="true" className="size-3.5" />
          <span className="sr-only">Show all again</span>
        </Link>
      </li>
    ))}
  </ul>
);
