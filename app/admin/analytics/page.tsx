import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { AnalyticsView } from "@/components/admin/analytics/analytics-view";
import { PageHeading } from "@/components/layout/page-heading";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageForm } from "@/components/ui/page-form";
import { getAnalytics } from "@/lib/core/analytics/get-analytics";

export const metadata: Metadata = { title: "Analytics" };

const SPANS = ["7", "30", "90"];
const spans = SPANS.map((value) => ({ value, label: `Last ${value} days` }));

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AnalyticsPage({ searchParams }: Props) {
  const ctx = (await adminContext("/admin/analytics")) ?? notFound();
  const asked = await searchParams;
  const span = SPANS.find((known) => known === asked.days) ?? "30";
  const analytics = await getAnalytics(ctx, { days: Number(span) });
  return (
    <>
      <PageHeading title="Analytics" lead="Counted every five minutes, by days of UTC.">
        <PageForm action="/admin/analytics" scroll={false}>
          <FilterSelect label="Which days" name="days" choices={spans} value={span} className="w-40" />
        </PageForm>
      </PageHeading>
      <AnalyticsView analytics={analytics} />
    </>
  );
}
