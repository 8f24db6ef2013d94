import { parseCronItem } from "graphile-worker";

const MINUTE = 60_000;
/** The longest way to the next time of a crontab that has one: four years and a day, for 29 February. */
const HORIZON = (4 * 365 + 2) * 24 * 60;

/** The first whole minute after `after` at which `crontab` (in UTC) is due; null when there is none. */
export function nextDue(crontab: string, after: Date): Date | null {
  const { match } = parseCronItem({ task: "any", match: crontab });
  const first = Math.floor(after.getTime() / MINUTE) + 1;
  for (let minute = first; minute < first + HORIZON; minute++) {
    const time = new Date(minute * MINUTE);
    const isDue = match({
      min: time.getUTCMinutes(),
      hour: time.getUTCHours(),
      date: time.getUTCDate(),
      month: time.getUTCMonth() + 1,
      dow: time.getUTCDay(),
    });
    if (isDue) return time;
  }
  return null;
}
