import { History } from "lucide-react";
import type { Metadata } from "next";
import { memberContext } from "@/app/page-context";
import { MemberCharts } from "@/components/activity/member-charts";
import { Timeline } from "@/components/activity/timeline";
import { Section } from "@/components/layout/section";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageForm } from "@/components/ui/page-form";
import { words } from "@/components/words";
import { listActivity } from "@/lib/core/activity/list-activity";
import { Feature } from "@/lib/core/activity/schemas";
import { getMemberStats } from "@/lib/core/analytics/get-member-stats";

export const metadata: Metadata = { title: "Your activity" };

const SPANS = ["7", "30", "90"];
const LIMIT = 30;

const spans = SPANS.map((value) => ({ value, label: `Last ${value} days` }));
const features = [{ value: "", label: "Everything" }, ...words.choices.uses];

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ActivityPage({ searchParams }: Props) {
  const ctx = await memberContext("/settings/activity");
  const asked = await searchParams;
  const span = SPANS.find((known) => known === asked.days) ?? "30";
  const { data: feature } = Feature.safeParse(asked.feature);
  const days = Number(span);
  const [stats, first] = await Promise.all([
    getMemberStats(ctx, { userId: "me", days }),
    listActivity(ctx, { userId: "me", feature, limit: LIMIT }),
  ]);
  const narrowed = feature ? `&feature=${feature}` : "";
  return (
    <>
      <PageForm
        action="/settings/activity"
        scroll={false}
        className="flex flex-wrap items-center justify-between gap-3"
      >
        <p className="text-faint text-sm">Only you and the admins see this. It is counted every five minutes.</p>
        {feature && <input type="hidden" name="feature" value={feature} />}
        <FilterSelect label="Which days" name="days" choices={spans} value={span} className="w-40" />
      </PageForm>
      <MemberCharts key={span} first={stats} days={days} />
      <Section
        title="Timeline"
        aside={
          <PageForm action="/settings/activity" scroll={false}>
            <input type="hidden" name="days" value={span} />
            <FilterSelect
              label="Which activity"
              name="feature"
              choices={features}
              value={feature ?? ""}
              className="w-40"
            />
          </PageForm>
        }
        flush
      >
        {first.items.length > 0 ? (
          <Timeline key={narrowed} first={first} path={`/users/me/activity?limit=${LIMIT}${narrowed}`} />
        ) : (
          <EmptyState icon={History} title="Nothing yet">
            What you do here shows up within a minute, and is kept for 90 days.
          </EmptyState>
        )}
      </Section>
    </>
  );
}
