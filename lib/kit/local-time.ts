const MINUTE_MS = 60_000;

/** A moment as clocks and calendars of a time zone show it; `weekday` is 1 on Monday, `minutes` count from midnight. */
type Local = { year: number; month: number; day: number; weekday: number; minutes: number };

const formats = new Map<string, Intl.DateTimeFormat>();
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", weekday: "short" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  });
  formats.set(zone, made);
  return made;
}

/** What clocks and calendars of `zone` show at a moment. */
export function localTime(at: Date, zone: string): Local {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const number = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name));
  return {
    year: number("year"),
    month: number("month"),
    day: number("day"),
    weekday: WEEKDAYS.indexOf(parts.get("weekday") ?? "") + 1,
    minutes: number("hour") * 60 + number("minute"),
  };
}

const asUtc = ({ year, month, day, minutes }: Omit<Local, "weekday">): number =>
  Date.UTC(year, month - 1, day, 0, minutes);

/** The moment at which clocks of `zone` show this; where a change of the clock leaves it out, as much later. */
function instantOf(wanted: Omit<Local, "weekday">, zone: string): Date {
  const aim = asUtc(wanted);
  const offset = (at: number) => asUtc(localTime(new Date(at), zone)) - at;
  const first = aim - offset(aim);
  const second = aim - offset(first);
  if (asUtc(localTime(new Date(second), zone)) === aim) return new Date(second);
  return new Date(Math.max(first, second));
}

/** The next moment after `at` when clocks of `zone` show `minutes` after midnight, on `weekday` if one is named. */
export function nextLocal(at: Date, zone: string, minutes: number, weekday?: number): Date {
  const today = localTime(at, zone);
  for (let days = 0; days <= 8; days++) {
    const date = new Date(Date.UTC(today.year, today.month - 1, today.day + days));
    const wanted = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), minutes };
    const isDay = weekday === undefined || (date.getUTCDay() || 7) === weekday;
    const found = instantOf(wanted, zone);
    if (isDay && found > at) return found;
  }
  return new Date(at.getTime() + 24 * 60 * MINUTE_MS);
}

const QUARTER_MS = 15 * MINUTE_MS;

export type LocalHour = { day: string; hour: number };

/**
 * The local day, such as 2026-11-21, and hour of many moments in `zone`. Each quarter of an hour is worked out once: no
 * zone changes its clocks within one.
 */
export function localHours(zone: string): (at: number) => LocalHour {
  const known = new Map<number, LocalHour>();
  const read = (at: number): LocalHour => {
    const { year, month, day, minutes } = localTime(new Date(at), zone);
    const date = [String(year).padStart(4, "0"), ...[month, day].map((part) => String(part).padStart(2, "0"))];
    return { day: date.join("-"), hour: Math.floor(minutes / 60) };
  };
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    const made = known.get(quarter) ?? read(quarter * QUARTER_MS);
    known.set(quarter, made);
    return made;
  };
}
