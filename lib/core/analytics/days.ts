import { Temporal } from "temporal-polyfill";

/** A day as a text, such as 2026-11-21, in UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The day so many days after another, over any change of clocks. */
export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString();

/** Every day from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, 1 - Temporal.PlainDate.from(day).dayOfWeek);
