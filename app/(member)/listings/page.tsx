import type { Metadata } from "next";
import { askedListings, readListings } from "@/app/(member)/listings/asked-listings";
import { memberContext, pathWith } from "@/app/page-context";
import { PageHeading } from "@/components/layout/page-heading";
import { ExportMenu } from "@/components/watches/export-menu";
import { AllListings } from "@/components/watches/listings/all-listings";
import { FeedsPanel } from "@/components/watches/listings/feeds-panel";
import { pathOf } from "@/components/watches/listings/listing-query";

export const metadata: Metadata = { title: "Listings" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const EXPORTS = [
  { format: "csv", label: "CSV, for spreadsheets" },
  { format: "json", label: "JSON" },
];

export default async function ListingsPage({ searchParams }: Props) {
  const asked = await searchParams;
  const ctx = await memberContext(pathWith("/listings", asked));
  const start = await readListings(ctx, askedListings(asked));
  const { view: _view, ...query } = start.query;
  return (
    <div className="mx-auto flex w-full max-w-5xl flex-col gap-5 px-4 py-8 sm:px-8">
      <PageHeading title="Listings" lead="What your watches found.">
        <FeedsPanel query={query} />
        <ExportMenu label="Export listings" path={pathOf("/listings/export", query)} choices={EXPORTS} />
      </PageHeading>
      <AllListings {...start} />
    </div>
  );
}
