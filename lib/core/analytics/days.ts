const DAY = 86_400_000;

/** A day as a text, such as 2026-11-21, in UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The day so many days after another, over any change of clocks. */
export const addDays = (day: string, count: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY));

/** Every day from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The Monday of a day's week. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
