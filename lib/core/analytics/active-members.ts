import { dayOf } from "./days";
import { countActive, systemDays } from "./system-store";

/**
 * Members who were there, as every page counts them: on this day (UTC), and in the 7 and the 30 days that end with it.
 * Rolled up every five minutes; whoever only left a page open was not there.
 */
export type ActiveMembers = { active: number; week: number; month: number; stickiness: number };

export async function activeMembers(now: Date): Promise<ActiveMembers> {
  const day = dayOf(now);
  // A day that was not rolled up yet has its week and month all the same.
  const [row] = await systemDays([day]);
  const { active, week, month } = row ?? (await countActive(day));
  return { active, week, month, stickiness: stickinessOf(active, month) };
}

/** Members of a day as a share of those of the month: 0 to 1. */
export const stickinessOf = (active: number, month: number): number =>
  month === 0 ? 0 : Math.round((active / month) * 1000) / 1000;
