import { Cron } from "croner";

/** The first whole minute after `after` at which `crontab` (in UTC) is due; null when there is none. */
export const nextDue = (crontab: string, after: Date): Date | null =>
  new Cron(crontab, { timezone: "UTC", mode: "5-part", paused: true }).nextRun(after);
