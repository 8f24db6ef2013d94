import { connectedIds } from "@/lib/core/realtime/presence";
import { defineVerb } from "@/lib/core/verb/verb";
import { type ActiveMembers, activeMembers, stickinessOf } from "./active-members";
import { addDays, dayOf, daysBetween, mondayOf } from "./days";
import { Analytics, AnalyticsInput } from "./schemas";
import { cohortWeeks, featureDays, joined, systemDays } from "./system-store";

/** Weeks whose newcomers are followed. */
const COHORTS = 8;

type Span = { days: number; now: Date };

/** How the whole instance fares: active members, stickiness, features, retention by weekly cohort. Rolled up every 5 minutes. */
export const getAnalytics = defineVerb({
  name: "analytics.get",
  access: "admin",
  reads: true,
  input: AnalyticsInput,
  output: Analytics,
  run: async (_ctx, { days }) => systemAnalytics({ days, now: new Date() }),
});

/** The course of the `days` days (UTC) that end today. */
export async function systemAnalytics({ days, now }: Span): Promise<Analytics> {
  const to = dayOf(now);
  const from = addDays(to, 1 - days);
  const span = daysBetween(from, to);
  const today = await activeMembers(now);
  const [course, features, cohorts] = await Promise.all([courseOf(span, today), featuresOf(span), cohortsOf(to)]);
  return { now: connectedIds().size, today, days: course, features, cohorts };
}

async function courseOf(span: string[], today: ActiveMembers): Promise<Analytics["days"]> {
  const known = new Map((await systemDays(span)).map(({ day, ...figures }) => [dayOf(day), figures]));
  const course = span.map((day) => {
    const { active = 0, week = 0, month = 0, minutes = 0, uses = 0 } = known.get(day) ?? {};
    return { day, active, week, month, stickiness: stickinessOf(active, month), minutes, uses };
  });
  return course.map((day, at) => (at === course.length - 1 ? { ...day, ...today } : day));
}

async function featuresOf(span: string[]): Promise<Analytics["features"]> {
  const rows = await featureDays(span);
  const names = [...new Set(rows.map(({ feature }) => feature))];
  const features = names.map((feature) => {
    const own = rows.filter((row) => row.feature === feature);
    const byDay = new Map(own.map(({ day, uses }) => [dayOf(day), uses]));
    const members = Math.max(...own.map((row) => row.members));
    const usesByDay = span.map((day) => byDay.get(day) ?? 0);
    return { feature, uses: usesByDay.reduce((sum, uses) => sum + uses, 0), members, usesByDay };
  });
  return features.sort((a, b) => b.uses - a.uses || a.feature.localeCompare(b.feature));
}

async function cohortsOf(today: string): Promise<Analytics["cohorts"]> {
  const last = mondayOf(today);
  const weeks = Array.from({ length: COHORTS }, (_, n) => addDays(last, -7 * (COHORTS - 1 - n)));
  const [first = last] = weeks;
  const [sizes, active] = await Promise.all([joined(first), cohortWeeks(first)]);
  const size = new Map(sizes.map(({ week, members }) => [week, members]));
  const seen = new Map(active.map((row) => [`${dayOf(row.cohort)} ${dayOf(row.week)}`, row.active]));
  return weeks.map((week, n) => ({
    week,
    members: size.get(week) ?? 0,
    active: weeks.slice(n).map((later) => seen.get(`${week} ${later}`) ?? 0),
  }));
}
