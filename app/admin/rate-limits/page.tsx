import { Gauge } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { adminContext } from "@/app/page-context";
import { OffenderList } from "@/components/admin/limits/offender-list";
import { OverrideList } from "@/components/admin/limits/override-list";
import { RateLimitHistory } from "@/components/admin/limits/rate-limit-history";
import { RateLimitTable } from "@/components/admin/limits/rate-limit-table";
import { ViolationTable } from "@/components/admin/limits/violation-table";
import { PageHeading } from "@/components/layout/page-heading";
import { Section } from "@/components/layout/section";
import { RefreshButton } from "@/components/settings/limit-list";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterSelect } from "@/components/ui/filter-select";
import { PageForm } from "@/components/ui/page-form";
import { words } from "@/components/words";
import {
  type Offender,
  type OverrideView,
  RateLimitName,
  type ViolationView,
} from "@/lib/core/rate-limits/admin-schemas";
import { listOverrides } from "@/lib/core/rate-limits/list-overrides";
import { listRateLimitChanges } from "@/lib/core/rate-limits/list-rate-limit-changes";
import { listRateLimits } from "@/lib/core/rate-limits/list-rate-limits";
import { listOffenders, listViolations } from "@/lib/core/rate-limits/list-violations";
import type { Page } from "@/lib/shared/page";

export const metadata: Metadata = { title: "Rate limits" };

type Props = { searchParams: Promise<{ rateLimit?: string | string[] }> };

const FEW = 5;
const MANY = 20;

const choices = [{ value: "", label: "Every limit" }, ...words.choices.limits];

export default async function RateLimitsPage({ searchParams }: Props) {
  const ctx = (await adminContext("/admin/rate-limits")) ?? notFound();
  const { data: rateLimit } = RateLimitName.safeParse((await searchParams).rateLimit);
  const [rateLimits, offenders, violations, overrides, history] = await Promise.all([
    listRateLimits(ctx, {}),
    listOffenders(ctx, { hours: 24, limit: FEW }),
    listViolations(ctx, { rateLimit, limit: MANY }),
    listOverrides(ctx, { limit: FEW }),
    listRateLimitChanges(ctx, { limit: FEW }),
  ]);
  return (
    <>
      <PageHeading title="Rate limits">
        <RefreshButton />
      </PageHeading>
      <Section
        title="Limits"
        lead="The counters are those of every process since it started, and follow every five seconds."
        flush
      >
        <RateLimitTable first={rateLimits} />
      </Section>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Offenders offenders={offenders.items} />
        <Overrides overrides={overrides} />
      </div>
      <Refused violations={violations} rateLimit={rateLimit} />
      <Section title="History" lead={history.items.length === 0 ? "No limit was changed yet." : undefined} flush>
        {history.items.length > 0 && (
          <RateLimitHistory first={history} path={`/admin/rate-limits/history?limit=${MANY}`} />
        )}
      </Section>
    </>
  );
}

type RefusedProps = { violations: Page<ViolationView>; rateLimit: string | undefined };

function Refused({ violations, rateLimit = "" }: RefusedProps) {
  const filter = rateLimit ? `&rateLimit=${rateLimit}` : "";
  return (
    <Section
      title="Refused lately"
      aside={
        <PageForm action="/admin/rate-limits" scroll={false}>
          <FilterSelect label="Which limit" name="rateLimit" choices={choices} value={rateLimit} className="w-56" />
        </PageForm>
      }
      flush
    >
      {violations.items.length > 0 ? (
        <ViolationTable first={violations} path={`/admin/rate-limits/violations?limit=${MANY}${filter}`} />
      ) : (
        <EmptyState icon={Gauge} title="Nothing was refused">
          When someone asks too often, it shows here with the reason.
        </EmptyState>
      )}
    </Section>
  );
}

function Offenders({ offenders }: { offenders: Offender[] }) {
  const lead = offenders.length > 0 ? "Over the last day." : "Nobody was refused in the last day.";
  return (
    <Section title="Most refused" lead={lead} flush>
      {offenders.length > 0 && <OffenderList offenders={offenders} />}
    </Section>
  );
}

function Overrides({ overrides }: { overrides: Page<OverrideView> }) {
  const some = overrides.items.length > 0;
  const lead = some ? "Members with limits of their own." : "No member has a limit of their own.";
  return (
    <Section title="Overrides" lead={lead} flush>
      {some && <OverrideList first={overrides} path={`/admin/rate-limits/overrides?limit=${MANY}`} named />}
    </Section>
  );
}
