import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { TimeZone } from "@/lib/core/settings/schemas";
import { wholeNumber } from "@/lib/shared/page";

const count = z.number().int().nonnegative();
const Day = z.iso.date();

export const MemberStatsInput = z.strictObject({
  userId: MemberRef,
  /** How many days, today included: 30 unless told, 90 at most. */
  days: wholeNumber(1, 90).default(30),
  /** Where days begin at midnight: the zone the member chose, else this one, else UTC. */
  timeZone: TimeZone.optional(),
});

export const MemberStats = z.strictObject({
  timeZone: z.string(),
  from: Day,
  to: Day,
  /** Every day of the span in order, quiet ones too. */
  days: z.array(
    z.strictObject({
      day: Day,
      signIns: count,
      /** Visits that began on this day. */
      visits: count,
      /** Minutes spent in visits. */
      minutes: count,
      uses: count,
    }),
  ),
  signIns: z.strictObject({ total: count, perWeek: z.number(), failed: count }),
  /** A visit goes on while something is asked for at least every 30 minutes. */
  visits: z.strictObject({ total: count, minutes: count, averageMinutes: z.number(), longestMinutes: count }),
  /** Use by feature, most used first. */
  features: z.array(z.strictObject({ feature: z.string(), uses: count, days: count })),
  /** Minutes by hour of the day, from midnight. */
  hours: z.array(count).length(24),
});
export type MemberStats = z.infer<typeof MemberStats>;

export const AnalyticsInput = z.strictObject({ days: wholeNumber(7, 90).default(30) });

/** The course of the whole instance, by UTC days. */
export const Analytics = z.strictObject({
  /** Members with an open page, also those who do not show it. */
  now: count,
  today: z.strictObject({ active: count, week: count, month: count, stickiness: z.number() }),
  days: z.array(
    z.strictObject({
      day: Day,
      active: count,
      week: count,
      month: count,
      /** Members of the day as a share of those of the month: 0 to 1. */
      stickiness: z.number(),
      minutes: count,
      uses: count,
    }),
  ),
  /** Use by feature, most used first: over the span, by how many members on its busiest day, and day by day. */
  features: z.array(z.strictObject({ feature: z.string(), uses: count, members: count, usesByDay: z.array(count) })),
  /** Who joined in a week, and how many of them were there in each week since, the first being that week itself. */
  cohorts: z.array(z.strictObject({ week: Day, members: count, active: z.array(count) })),
});
export type Analytics = z.infer<typeof Analytics>;
