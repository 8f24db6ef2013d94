import { useSyncExternalStore } from "react";
import { useChosenSettings } from "./settings";

const never = () => () => {};

const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of this device; empty while the page is still the server's. */
export const useDeviceZone = (): string => useSyncExternalStore(never, localZone, () => "");

/**
 * How the viewer wants times: a zone, and behind a blank the locale if one was chosen. It is what the functions below
 * take as `zone`. UTC while the page is still the server's, so that both draw the same.
 */
export function useTimeZone(): string {
  const device = useDeviceZone();
  const { timeZone, locale } = useChosenSettings();
  if (device === "") return "UTC";
  return locale ? `${timeZone ?? device} ${locale}` : (timeZone ?? device);
}

const TICK_MS = 60_000;
const watchers = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page: it wakes those who watch once a minute. */
function subscribeToClock(watcher: () => void) {
  watchers.add(watcher);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of watchers) each();
  }, TICK_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    now = 0;
  };
}

function readClock(): number {
  now ||= Date.now();
  return now;
}

/** The time to the minute, in epoch milliseconds; 0 while the page is still the server's, so that both draw the same. */
export const useNow = (): number => useSyncExternalStore(subscribeToClock, readClock, () => 0);

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow and pages show hundreds of times: each kind is made once per zone. */
function format(kind: "time" | "day" | "full" | "short" | "key", zone: string): Intl.DateTimeFormat {
  const options: Record<typeof kind, Intl.DateTimeFormatOptions> = {
    time: { hour: "2-digit", minute: "2-digit" },
    day: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
    full: { dateStyle: "full", timeStyle: "short" },
    short: { dateStyle: "medium", timeStyle: "short" },
    key: { year: "numeric", month: "2-digit", day: "2-digit" },
  };
  const name = `${kind} ${zone}`;
  const [timeZone, locale = "en-GB"] = zone.split(" ");
  const made = formats.get(name) ?? new Intl.DateTimeFormat(locale, { ...options[kind], timeZone });
  formats.set(name, made);
  return made;
}

/** The clock time, such as 18:02. */
export const clock = (iso: string, zone: string) => format("time", zone).format(new Date(iso));

/** The date and the time in words, for hints. */
export const fullTime = (iso: string, zone: string) => format("full", zone).format(new Date(iso));

/** The date and the time, short, such as 21 Nov 2026, 18:02. */
export const shortTime = (iso: string, zone: string) => format("short", zone).format(new Date(iso));

/** A text that is equal for two moments of the same day. */
export const dayKey = (iso: string, zone: string) => format("key", zone).format(new Date(iso));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Which day it is in the zone, counted from 1970: a day that gains or loses an hour is one like any other. */
function dayNumber(at: number, zone: string): number {
  const [timeZone = "UTC"] = zone.split(" ");
  return Date.parse(format("key", `${timeZone} sv-SE`).format(at)) / DAY;
}

/** The day in words: Today, Yesterday, or the date. `now` of 0 stands for a moment that is not known. */
export function dayName(iso: string, zone: string, now: number): string {
  const age = now > 0 ? dayNumber(now, zone) - dayNumber(Date.parse(iso), zone) : undefined;
  if (age === 0) return "Today";
  return age === 1 ? "Yesterday" : format("day", zone).format(new Date(iso));
}

/** How long ago, short: now, 5 min, 3 h, 2 d, then the date. */
export function shortAge(iso: string, now: number, zone: string): string {
  const age = now - Date.parse(iso);
  if (age < MINUTE) return "now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} d`;
  return format("key", zone).format(new Date(iso));
}

/** How long ago, as the end of a sentence: just now, 5 min ago, then the date with its time. */
export function agoWords(iso: string, now: number, zone: string): string {
  const age = now - Date.parse(iso);
  if (now === 0 || age >= 7 * DAY) return shortTime(iso, zone);
  return age < MINUTE ? "just now" : `${shortAge(iso, now, zone)} ago`;
}

/** When something will be, as the end of a sentence: now, in 12 min, in 3 h, then the date with its time. */
export function untilWords(iso: string, now: number, zone: string): string {
  const left = Date.parse(iso) - now;
  if (now === 0 || left >= DAY) return `on ${shortTime(iso, zone)}`;
  if (left < MINUTE) return "now";
  return left < HOUR ? `in ${Math.ceil(left / MINUTE)} min` : `in ${Math.round(left / HOUR)} h`;
}
