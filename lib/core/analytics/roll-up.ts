import type { Task } from "@/lib/core/tasks/task";
import { takeTime } from "@/lib/kit/db";
import { hotTransaction } from "@/lib/kit/transact";
import { addDays, dayOf } from "./days";
import { changedDays, lastSummedDay, sumDay, sumInstance, sumQuarters, takeChanges } from "./roll-up-store";

/** Days whose figures reach back to a day: a month's members are those of 30 days. */
const REACH = 29;

/**
 * Rolls up what changed, day by day, each in one transaction together with the marks that say what changed: one that
 * dies leaves its marks, and is simply done again. Rows that come late mark their quarter of an hour like any other.
 * Answers how many days were counted.
 */
export async function rollUp(now = new Date(), signal?: AbortSignal): Promise<number> {
  const today = dayOf(now);
  await fillQuietDays(today);
  const days = await changedDays();
  for (const day of days) {
    if (signal?.aborted) break;
    await rollUpDay(day, today);
  }
  return days.length;
}

function rollUpDay(day: string, today: string): Promise<void> {
  return hotTransaction(async ({ query }) => {
    await takeTime(query);
    const quarters = await takeChanges(query, day);
    if (quarters.length === 0) return;
    await sumQuarters(query, quarters);
    await sumDay(query, day);
    const reach = addDays(day, REACH);
    const last = reach < today ? reach : today;
    await sumInstance(query, day, last < day ? day : last);
  });
}

/** Days on which nothing happened have figures too: a week and a month end with them. */
async function fillQuietDays(today: string): Promise<void> {
  const last = await lastSummedDay();
  const from = last === undefined ? today : addDays(last, 1);
  if (from > today) return;
  await hotTransaction(async ({ query }) => {
    await takeTime(query);
    await sumInstance(query, from, today);
  });
}

/** Rolls up the activity of everyone, every five minutes. */
export const rollUpActivity: Task = {
  name: "analytics.rollUp",
  label: "Roll up activity into statistics",
  crontab: "*/5 * * * *",
  async run(_ctx, signal) {
    const days = await rollUp(new Date(), signal);
    return days === 1 ? "1 day counted" : `${days} days counted`;
  },
};
