import { Temporal } from "temporal-polyfill";

/** 1 on Monday. */
type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A moment as clocks and calendars of a time zone show it; `minutes` count from midnight. */
type Local = { year: number; month: number; day: number; weekday: number; minutes: number };

const inZone = (at: Date, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

/** What clocks and calendars of `zone` show at a moment. */
export function localTime(at: Date, zone: string): Local {
  const { year, month, day, dayOfWeek, hour, minute } = inZone(at, zone);
  return { year, month, day, weekday: dayOfWeek, minutes: hour * 60 + minute };
}

/**
 * The moments at which clocks of `zone` show this: one, two where they are put back over it, and where they are put forward
 * over it the moment at which that happens.
 */
function momentsOf(shown: Temporal.PlainDateTime, zone: string): Date[] {
  const first = shown.toZonedDateTime(zone, { disambiguation: "earlier" });
  const second = shown.toZonedDateTime(zone, { disambiguation: "later" });
  const isLeftOut = !first.toPlainDateTime().equals(shown);
  const moments = isLeftOut ? [first.getTimeZoneTransition("next") ?? second] : [first, second];
  return moments.map(({ epochMilliseconds }) => new Date(epochMilliseconds));
}

/** The next moment after `at` when clocks of `zone` show `minutes` after midnight, on `weekday` if one is named. */
export function nextLocal(at: Date, zone: string, minutes: number, weekday?: Weekday): Date {
  const time = { hour: Math.floor(minutes / 60), minute: minutes % 60 };
  for (let date = inZone(at, zone).toPlainDate(); ; date = date.add({ days: 1 })) {
    if (weekday !== undefined && date.dayOfWeek !== weekday) continue;
    const found = momentsOf(date.toPlainDateTime(time), zone).find((moment) => moment > at);
    if (found) return found;
  }
}

const QUARTER_MS = 15 * 60_000;

export type LocalHour = { day: string; hour: number };

/**
 * The local day, such as 2026-11-21, and hour of many moments in `zone`. Each quarter of an hour is worked out once: no
 * zone changes its clocks within one.
 */
export function localHours(zone: string): (at: number) => LocalHour {
  const known = new Map<number, LocalHour>();
  // Several times as fast as a date of its own for each.
  const format = new Intl.DateTimeFormat("sv-SE", {
    ...{ timeZone: zone, hourCycle: "h23", hour: "2-digit" },
    ...{ year: "numeric", month: "2-digit", day: "2-digit" },
  });
  const read = (at: number): LocalHour => {
    const [day = "", hour] = format.format(at).split(" ");
    return { day, hour: Number(hour) };
  };
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const made = known.get(quarter) ?? read(quarter * QUARTER_MS);
    known.set(quarter, made);
    return made;
  };
}
