import { useSyncExternalStore } from "react";

const never = () => () => {};
const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The viewer's time zone; UTC while the page is still the server's, so that both draw the same. */
export const useTimeZone = (): string => useSyncExternalStore(never, localZone, () => "UTC");

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow and pages show hundreds of times: each kind is made once per zone. */
function format(kind: "time" | "day" | "year" | "full" | "key", timeZone: string): Intl.DateTimeFormat {
  const options: Record<typeof kind, Intl.DateTimeFormatOptions> = {
    time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    day: { weekday: "long", day: "numeric", month: "long" },
    year: { day: "numeric", month: "long", year: "numeric" },
    full: { dateStyle: "full", timeStyle: "short", hourCycle: "h23" },
    key: { year: "numeric", month: "2-digit", day: "2-digit" },
  };
  const name = `${kind} ${timeZone}`;
  const made = formats.get(name) ?? new Intl.DateTimeFormat("en-GB", { ...options[kind], timeZone });
  formats.set(name, made);
  return made;
}

/** The clock time, such as 18:02. */
export const clock = (iso: string, zone: string) => format("time", zone).format(new Date(iso));

/** The date and the time in words, for hints. */
export const fullTime = (iso: string, zone: string) => format("full", zone).format(new Date(iso));

/** A text that is equal for two moments of the same day. */
export const dayKey = (iso: string, zone: string) => format("key", zone).format(new Date(iso));

/** The day in words: with the weekday within the same year as `now`, with the year before. */
export function dayName(iso: string, zone: string, now: string): string {
  const sameYear = iso.slice(0, 4) === now.slice(0, 4);
  return format(sameYear ? "day" : "year", zone).format(new Date(iso));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, short: now, 5 min, 3 h, 2 d, then the date. */
export function shortAge(iso: string, now: number, zone: string): string {
  const age = now - Date.parse(iso);
  if (age < MINUTE) return "now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d`;
  return format("key", zone).format(new Date(iso));
}
