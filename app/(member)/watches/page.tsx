import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { memberContext, pathWith } from "@/app/page-context";
import { PageHeading } from "@/components/layout/page-heading";
import { buttonStyles } from "@/components/ui/button-styles";
import { Link } from "@/components/ui/link";
import { ExportMenu } from "@/components/watches/export-menu";
import { ImportWatches } from "@/components/watches/import-watches";
import { WatchList } from "@/components/watches/watch-list";
import { WatchesFilter } from "@/components/watches/watches-filter";

export const metadata: Metadata = { title: "Watches" };

type Props = { searchParams: Promise<{ q?: string | string[] }> };

const EXPORTS = [
  { format: "opml", label: "OPML, for feed readers" },
  { format: "json", label: "JSON, with everything" },
];

export default async function WatchesPage({ searchParams }: Props) {
  const asked = await searchParams;
  await memberContext(pathWith("/watches", asked));
  const query = typeof asked.q === "string" ? asked.q.trim().slice(0, 80) : "";
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-6 px-4 py-8 sm:px-8">
      <PageHeading title="Watches">
        <Link href="/watches/new" className={buttonStyles()}>
          <Plus aria-hidden="true" />
          New watch
        </Link>
      </PageHeading>
      <div className="flex flex-wrap items-center gap-2">
        <WatchesFilter query={query} />
        <ImportWatches />
        <ExportMenu label="Export watches" path="/watches/export" choices={EXPORTS} />
      </div>
      <WatchList query={query} />
    </div>
  );
}
