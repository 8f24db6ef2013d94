/** Minutes of the epoch without anything asked for after which a visit is over. */
export const PAUSE_MINUTES = 30;

/** A visit: its first and last minute of the epoch, both included. */
export type Visit = { from: number; to: number };

/** The visits that minutes of presence make, in order. */
export function visitsOf(minutes: number[]): Visit[] {
  const visits: Visit[] = [];
  for (const minute of [...minutes].sort((a, b) => a - b)) {
    const last = visits.at(-1);
    if (last && minute - last.to <= PAUSE_MINUTES) last.to = minute;
    else visits.push({ from: minute, to: minute });
  }
  return visits;
}

/** The minutes of the epoch that the bits of a quarter of an hour stand for. */
export function minutesOf(quarter: Date, bits: number): number[] {
  const first = quarter.getTime() / 60_000;
  return Array.from({ length: 15 }, (_, n) => first + n).filter((_, n) => (bits & (1 << n)) !== 0);
}
