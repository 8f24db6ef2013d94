"use client";

import { Sprout } from "lucide-react";
import { figure } from "@/components/admin/figures";
import { Chart } from "@/components/charts/chart";
import { Section } from "@/components/layout/section";
import { EmptyState } from "@/components/ui/empty-state";
import { Stat } from "@/components/ui/stat";
import { words } from "@/components/words";
import { dayWords, minuteTick, minuteWords } from "@/lib/client/activity-words";
import type { Analytics } from "@/lib/core/analytics/schemas";
import { CohortTable } from "./cohort-table";

type Props = { analytics: Analytics };

/** Told apart in light and dark, and by those who see few colours: they differ in lightness too. */
const COLOURS = ["var(--accent)", "var(--signal)", "var(--warn)", "var(--faint)", "var(--danger)", "var(--ok)"];
const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** How the whole instance fares, day by day (UTC). */
export function AnalyticsView({ analytics }: Props) {
  return (
    <>
      <Today analytics={analytics} />
      <Section title="Active members" lead="Of the day, and of the 7 and 30 days that end with it.">
        <ActiveMembers analytics={analytics} />
      </Section>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-2">
        <Section title="Stickiness" lead="Members of the day as a share of those of the month.">
          <Stickiness analytics={analytics} />
        </Section>
        <Section title="Time spent" lead="Minutes in which members asked for something, all together.">
          <TimeSpent analytics={analytics} />
        </Section>
      </div>
      <Features analytics={analytics} />
      <Section
        title="Retention"
        lead="Of those who joined in a week, the share that was here in each week since."
        flush
      >
        <CohortTable cohorts={analytics.cohorts} />
      </Section>
    </>
  );
}

function Today({ analytics: { now, today } }: Props) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-5">
      <Stat label="Active now" value={figure(now)} />
      <Stat label="Today" value={figure(today.active)} />
      <Stat label="This week" value={figure(today.week)} note="7 days that end today" />
      <Stat label="This month" value={figure(today.month)} note="30 days that end today" />
      <Stat label="Stickiness" value={percent(today.stickiness)} note="of the month came today" />
    </dl>
  );
}

const ActiveMembers = ({ analytics: { days } }: Props) => (
  <Chart
    caption="Active members by day"
    rowName="Day"
    look="lines"
    series={[
      { key: "month", name: "Month", colour: "var(--faint)" },
      { key: "week", name: "Week", colour: "var(--signal)" },
      { key: "active", name: "Day", colour: "var(--accent)" },
    ]}
    rows={days.map(({ day, active, week, month }) => ({ label: dayWords(day), values: { active, week, month } }))}
  />
);

const Stickiness = ({ analytics: { days } }: Props) => (
  <Chart
    caption="Stickiness by day"
    rowName="Day"
    look="lines"
    read={percent}
    tick={(value) => percent(value).replace(" ", "")}
    max={1}
    series={[{ key: "stickiness", name: "Stickiness", colour: "var(--accent)" }]}
    rows={days.map(({ day, stickiness }) => ({ label: dayWords(day), values: { stickiness } }))}
  />
);

const TimeSpent = ({ analytics: { days } }: Props) => (
  <Chart
    caption="Time spent by day"
    rowName="Day"
    look="bars"
    read={minuteWords}
    tick={minuteTick}
    series={[{ key: "minutes", name: "Time spent", colour: "var(--accent)" }]}
    rows={days.map(({ day, minutes }) => ({ label: dayWords(day), values: { minutes } }))}
  />
);

function Features({ analytics: { days, features } }: Props) {
  const series = features.map(({ feature }, n) => ({
    key: feature,
    name: words.use(feature),
    colour: COLOURS[n % COLOURS.length] ?? "var(--accent)",
  }));
  const rows = days.map(({ day }, n) => ({
    label: dayWords(day),
    values: Object.fromEntries(features.map(({ feature, usesByDay }) => [feature, usesByDay[n] ?? 0])),
  }));
  return (
    <Section title="Features" lead={features.length > 0 ? "How often each was used." : undefined}>
      {features.length > 0 ? (
        <Chart caption="Use of features by day" rowName="Day" look="stack" series={series} rows={rows} />
      ) : (
        <EmptyState icon={Sprout} title="Nothing was used yet">
          Use of features is counted every five minutes.
        </EmptyState>
      )}
    </Section>
  );
}
