"use client";

import { useEffect, useState } from "react";
import { figure } from "@/components/admin/figures";
import { Bars } from "@/components/charts/bars";
import { Chart } from "@/components/charts/chart";
import { Section } from "@/components/layout/section";
import { Stat } from "@/components/ui/stat";
import { words } from "@/components/words";
import { dayWords, minuteTick, minuteWords } from "@/lib/client/activity-words";
import { api } from "@/lib/client/api";
import { useSettings } from "@/lib/client/settings";
import { useDeviceZone } from "@/lib/client/time";
import type { MemberStats } from "@/lib/core/analytics/schemas";

/** A member's own last weeks in figures and charts. Days begin at midnight where they are. */
export function MemberCharts({ first, days }: { first: MemberStats; days: number }) {
  const stats = useLocalStats(first, days);
  const { signIns, visits, features } = stats;
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-4">
        <Stat label="Sign-ins" value={figure(signIns.total)} note={`${signIns.perWeek} a week`} />
        <Stat label="Visits" value={figure(visits.total)} note={`longest ${minuteWords(visits.longestMinutes)}`} />
        <Stat label="Time spent" value={minuteWords(visits.minutes)} />
        <Stat label="A visit on average" value={minuteWords(visits.averageMinutes)} />
      </dl>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5 md:grid-cols-2">
        <Section title="Sign-ins" lead={signIns.failed > 0 ? failedWords(signIns.failed) : "How often you came."}>
          <Daily stats={stats} caption="Sign-ins by day" name="Sign-ins" of="signIns" />
        </Section>
        <Section title="Time spent" lead="In visits, pauses of up to 30 minutes included.">
          <Daily
            stats={stats}
            caption="Time spent by day"
            name="Time spent"
            of="minutes"
            read={minuteWords}
            tick={minuteTick}
          />
        </Section>
        <Section title="Features" lead="What you used, most used first.">
          {features.length > 0 ? (
            <Bars
              max={features[0]?.uses ?? 0}
              bars={features.map(({ feature, uses }) => ({ label: words.use(feature), value: uses }))}
            />
          ) : (
            <p className="py-8 text-center text-faint text-sm">Nothing was used in these days.</p>
          )}
        </Section>
        <Section title="Time of day" lead={`When you are here, in ${stats.timeZone.replaceAll("_", " ")}.`}>
          <Chart
            caption="Time spent by hour of the day"
            rowName="Hour"
            look="bars"
            read={minuteWords}
            tick={minuteTick}
            series={[{ key: "minutes", name: "Time spent", colour: "var(--signal)" }]}
            rows={stats.hours.map((minutes, hour) => ({ label: `${hour}:00`, values: { minutes } }))}
          />
        </Section>
      </div>
    </>
  );
}

type DailyProps = {
  stats: MemberStats;
  caption: string;
  name: string;
  of: "signIns" | "minutes";
  read?: (value: number) => string;
  tick?: (value: number) => string;
};

function Daily({ stats, caption, name, of, ...words }: DailyProps) {
  return (
    <Chart
      caption={caption}
      rowName="Day"
      look="bars"
      {...words}
      series={[{ key: of, name, colour: "var(--accent)" }]}
      rows={stats.days.map((day) => ({ label: dayWords(day.day), values: { [of]: day[of] } }))}
    />
  );
}

const failedWords = (failed: number): string =>
  `${failed} failed ${failed === 1 ? "attempt" : "attempts"}. If that was not you, look at your sessions.`;

/** The server does not know where this device is: unless a zone was chosen, the days are asked for again by its own. */
function useLocalStats(first: MemberStats, days: number): MemberStats {
  const device = useDeviceZone();
  const { timeZone: chosen } = useSettings();
  const zone = chosen ?? device;
  const [read, setRead] = useState({ first, stats: first });
  const stats = read.first === first ? read.stats : first;
  const isOther = zone !== "" && zone !== stats.timeZone;
  useEffect(() => {
    if (!isOther) return;
    const query = new URLSearchParams({ days: String(days), timeZone: zone });
    // Without an answer the figures stay as the server drew them.
    api<MemberStats>("GET", `/users/me/stats?${query}`).then(
      (local) => setRead({ first, stats: local }),
      () => undefined,
    );
  }, [isOther, zone, days, first]);
  return stats;
}
