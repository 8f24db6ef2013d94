import { History } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { spanIn, textIn } from "@/app/admin/log-query";
import { adminContext } from "@/app/page-context";
import { ActivityTable } from "@/components/admin/activity/activity-table";
import { LogFilter } from "@/components/admin/log-filter";
import { PageHeading } from "@/components/layout/page-heading";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { words } from "@/components/words";
import { listAllActivity } from "@/lib/core/activity/list-all-activity";
import { Feature } from "@/lib/core/activity/schemas";
import { findMembers } from "@/lib/core/members/store";
import { Id } from "@/lib/shared/ids";

export const metadata: Metadata = { title: "Activity" };

const LIMIT = 50;
const features = [{ value: "", label: "Every feature" }, ...words.choices.uses];
const actions = [
  { value: "", label: "Every action" },
  { value: "use", label: "Use of a feature" },
  ...words.choices.actions,
];

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AdminActivityPage({ searchParams }: Props) {
  const ctx = (await adminContext("/admin/activity")) ?? notFound();
  const asked = await searchParams;
  const { from, to, moments } = spanIn(asked);
  const { data: feature } = Feature.safeParse(asked.feature);
  const { data: userId } = Id.safeParse(asked.userId);
  const action = textIn(asked, "action");
  const filter = { ...(userId && { userId }), ...(feature && { feature }), ...(action && { action }), ...moments };
  const [first, members] = await Promise.all([
    listAllActivity(ctx, { ...filter, limit: LIMIT }),
    findMembers(userId ? [userId] : []),
  ]);
  const query = new URLSearchParams(filter).toString();
  const kept = userId
    ? [{ name: "userId", value: userId, label: `Only ${members.get(userId)?.displayName ?? "one member"}` }]
    : [];
  return (
    <>
      <PageHeading title="Activity" lead="What members did. Kept for 90 days." />
      <LogFilter
        key={`filter ${query}`}
        path="/admin/activity"
        exportPath="/admin/activity/export"
        selects={[
          { label: "Which feature", name: "feature", value: feature ?? "", choices: features },
          { label: "Which action", name: "action", value: action ?? "", choices: actions },
        ]}
        {...{ from, to, kept, query }}
      />
      <Card aria-label="Activity" className="overflow-hidden">
        {first.items.length > 0 ? (
          <ActivityTable key={query} first={first} path={`/admin/activity?limit=${LIMIT}&${query}`} />
        ) : (
          <EmptyState icon={History} title="No activity">
            {query ? "Nothing fits. Show more days or another feature." : "What members do shows up within a minute."}
          </EmptyState>
        )}
      </Card>
    </>
  );
}
