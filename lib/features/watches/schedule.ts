import { nextLocal } from "@/lib/kit/local-time";
import type { Schedule } from "./schedule-schemas";

const MINUTE_MS = 60_000;
/** How far a run is moved, so that watches of one interval do not all come at once: a part of it, and at most so long. */
const JITTER = { part: 0.05, mostMs: 5 * MINUTE_MS };
/** How late a run at a time of the clock may begin by itself. */
const LATE_MS = MINUTE_MS;
/** The longest gap between two tries at a source that fails. */
const BACK_OFF_MAX_MS = 24 * 3_600_000;
/** Up to how many failures in a row the gap doubles. */
const DOUBLINGS = 8;

/** When a watch runs after `after`. `random`, from 0 to 1, spreads watches of the same schedule. */
export function nextRun(schedule: Schedule, after: Date, random = Math.random()): Date {
  if (schedule.kind === "every") {
    const ms = schedule.minutes * MINUTE_MS;
    const jitter = Math.min(ms * JITTER.part, JITTER.mostMs) * (2 * random - 1);
    return new Date(after.getTime() + ms + jitter);
  }
  const { weekdays, times, timeZone } = schedule;
  const moments = weekdays.flatMap((weekday) =>
    times.map((time) => nextLocal(after, timeZone, minutesOf(time), weekday as 1).getTime()),
  );
  return new Date(Math.min(...moments) + LATE_MS * random);
}

/** As `nextRun`, after so many failures in a row: the gap doubles with each, up to a day. */
export function nextTry(schedule: Schedule, after: Date, failures: number, random = Math.random()): Date {
  const usual = nextRun(schedule, after, random).getTime();
  if (failures < 2) return new Date(usual);
  const gap = (usual - after.getTime()) * 2 ** Math.min(failures - 1, DOUBLINGS);
  return new Date(Math.max(usual, after.getTime() + Math.min(gap, BACK_OFF_MAX_MS)));
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}
