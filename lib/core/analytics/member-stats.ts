import { localHours } from "@/lib/kit/local-time";
import { addDays, daysBetween } from "./days";
import { activityQuarters, presenceQuarters } from "./member-store";
import type { MemberStats } from "./schemas";
import { minutesOf, type Visit, visitsOf } from "./visits";

const MINUTE = 60_000;
const DAY = 86_400_000;
/** No zone is further from UTC than this. */
const FURTHEST = 15 * 60 * MINUTE;

type Span = { days: number; timeZone: string; now: Date };
type DayFigures = MemberStats["days"][number];

/** A member's statistics over the `days` local days that end today; days begin at midnight in `timeZone`. */
export async function memberStats(userId: string, { days, timeZone, now }: Span): Promise<MemberStats> {
  const localTime = localHours(timeZone);
  const to = localTime(now.getTime()).day;
  const from = addDays(to, 1 - days);
  // A day more at both ends, and then only what is on the days asked for: zones and changes of clocks can't cut it.
  const reads = [new Date(Date.parse(from) - FURTHEST - DAY), new Date(Date.parse(to) + 2 * DAY)] as const;
  const [activity, presence] = await Promise.all([
    activityQuarters(userId, ...reads),
    presenceQuarters(userId, ...reads),
  ]);
  const figures = new Map(
    daysBetween(from, to).map((day): [string, DayFigures] => [
      day,
      { day, signIns: 0, visits: 0, minutes: 0, uses: 0 },
    ]),
  );
  const dayAt = (at: Date) => figures.get(localTime(at.getTime()).day);
  const features = new Map<string, { uses: number; days: Set<string> }>();
  let failed = 0;
  for (const { quarter, feature, action, count } of activity) {
    const day = dayAt(quarter);
    if (!day) continue;
    if (action === "login") day.signIns += count;
    if (action === "login_failed") failed += count;
    if (action !== "use") continue;
    day.uses += count;
    const known = features.get(feature) ?? { uses: 0, days: new Set<string>() };
    known.uses += count;
    features.set(feature, { ...known, days: known.days.add(day.day) });
  }
  const visits = visitsOf(presence.flatMap(({ quarter, minutes }) => minutesOf(quarter, minutes)));
  const time = spend(visits, figures, localTime);
  const signIns = [...figures.values()].reduce((sum, day) => sum + day.signIns, 0);
  return {
    timeZone,
    from,
    to,
    days: [...figures.values()],
    signIns: { total: signIns, perWeek: round((signIns * 7) / days), failed },
    ...time,
    features: [...features]
      .map(([feature, { uses, days: used }]) => ({ feature, uses, days: used.size }))
      .sort((a, b) => b.uses - a.uses || a.feature.localeCompare(b.feature)),
  };
}

/** Puts the minutes of visits on the days and hours they were spent in, and each visit on the day it began. */
function spend(visits: Visit[], figures: Map<string, DayFigures>, localTime: ReturnType<typeof localHours>) {
  const hours = Array.from({ length: 24 }, () => 0);
  const lengths: number[] = [];
  let total = 0;
  for (const { from, to } of visits) {
    let counted = 0;
    for (let minute = from; minute <= to; minute++) {
      const { day, hour } = localTime(minute * MINUTE);
      const figure = figures.get(day);
      if (!figure) continue;
      figure.minutes++;
      hours[hour] = (hours[hour] ?? 0) + 1;
      counted++;
    }
    total += counted;
    const began = figures.get(localTime(from * MINUTE).day);
    if (!began) continue;
    began.visits++;
    lengths.push(to - from + 1);
  }
  const sum = lengths.reduce((all, length) => all + length, 0);
  const averageMinutes = lengths.length === 0 ? 0 : round(sum / lengths.length);
  const longestMinutes = lengths.reduce((longest, length) => Math.max(longest, length), 0);
  return { visits: { total: lengths.length, minutes: total, averageMinutes, longestMinutes }, hours };
}

const round = (value: number): number => Math.round(value * 10) / 10;
