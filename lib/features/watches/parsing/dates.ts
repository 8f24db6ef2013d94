import { Temporal } from "temporal-polyfill";
import { type DateParts, monthOf, readWords } from "./date-words";
import { isOutOfSeason, zoneOffset } from "./date-zones";
import { asciiNumbers } from "./digits";
import type { Hints } from "./types";

export type ReadDate = {
  /** ISO 8601, in UTC. */
  at: string;
  /** "EST in July": read as it says, but perhaps not meant so. */
  outOfSeason?: string;
};

const DATE_MAX = 200;
const TIME = String.raw`(?:,?[T\s]+(?:(?:um|at|kl\.?|klo|à|às|a las|alle|om|o|в|-|–)\s+)?(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?(?:\s*(?:Uhr|h))?\s*\(?([A-Za-z]{1,5}[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]{1,5}|[+\u2212-]\d{1,2}(?::?\d{2})?)?\)?)?`;
const WEEKDAY = String.raw`(?:[\p{L}.]{2,12},?\s+)?`;

const YEAR_FIRST = new RegExp(
  String.raw`^(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?:\s?[日일.])?${TIME}`,
  "iu",
);
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?:\.\d+)?(Z|[+-]\d{4})?)?$/i;
const NUMBERS = new RegExp(String.raw`^${WEEKDAY}(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)${TIME}`, "iu");
const MONTH_NAMED = new RegExp(
  String.raw`^${WEEKDAY}(\d{1,2})[\s-]+(\p{L}{3,12})\.?,?[\s-]+(\d{4}|\d{2})(?!\d)${TIME}`,
  "iu",
);
/** Seconds or milliseconds, as numbers of data and as .NET writes them: /Date(1783155600000)/. */
const EPOCH = /^(?:\/Date\()?(\d{10}(?:\d{3})?)(?:\.\d+)?(?:[+-]\d{4})?(?:\)\/)?$/;

/**
 * When a text says, in UTC: ISO 8601, RFC 822, seconds or milliseconds since 1970, and dates in words of `language`. What is
 * not certain is no date: 05/12/2026 where nobody says who writes it, or "yesterday". Without a zone it is `timeZone`, or
 * UTC; never the zone of the server.
 */
export function readDate(text: string, hints: Pick<Hints, "language" | "timeZone"> = {}): ReadDate | null {
  const line = asciiNumbers(text).replace(/\s+/g, " ").trim();
  if (line === "" || line.length > DATE_MAX) return null;
  const epoch = EPOCH.exec(line)?.[1];
  if (epoch !== undefined) return toMoment(Number(epoch.padEnd(13, "0")));
  // "Posted: 05.12.2026"
  const fromDigit = line.slice(Math.max(0, line.search(/\d/)));
  const { language } = hints;
  const parts = readNumbers(line, language) ?? readNumbers(fromDigit, language) ?? readWords(line, language);
  return parts && toUtc(parts, hints.timeZone);
}

function readNumbers(line: string, language?: string): DateParts | null {
  const yearFirst = YEAR_FIRST.exec(line);
  if (yearFirst) return partsOf(yearFirst.slice(1, 4), yearFirst.slice(4));
  const compact = COMPACT.exec(line);
  if (compact) {
    const [hour, minute, second, zone] = compact.slice(4);
    return partsOf(compact.slice(1, 4), [hour, minute, second, undefined, zone]);
  }
  const named = MONTH_NAMED.exec(line);
  const month = named ? monthOf(named[2] ?? "", language) : 0;
  if (named && month > 0) return partsOf([fullYear(named[3]), String(month), named[1]], named.slice(4));
  const numbers = NUMBERS.exec(line);
  if (!numbers) return null;
  const [, first = "", mark = "", second = "", year] = numbers;
  const order = dayFirst(Number(first), Number(second), mark, language);
  if (order === null) return null;
  return partsOf(order ? [fullYear(year), second, first] : [fullYear(year), first, second], numbers.slice(5));
}

/** Whether the day stands before the month; null when that is not certain. */
function dayFirst(first: number, second: number, mark: string, language = ""): boolean | null {
  if (mark === "." || first > 12) return true;
  if (second > 12) return false;
  const [name = "", region = ""] = language.toLowerCase().split(/[-_]/);
  if (name === "en" && (region === "us" || region === "ph")) return false;
  return name === "" || (name === "en" && region === "") ? null : true;
}

/** RFC 2822: two digits below 50 are of this century. */
function fullYear(year = ""): string {
  return year.length === 4 ? year : String(Number(year) + (Number(year) < 50 ? 2000 : 1900));
}

type Group = string | undefined;

function partsOf([year, month, day]: Group[], [hour, minute, second, half, zone]: Group[]): DateParts {
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (hour === undefined) return date;
  return { ...date, hour: hourOf(Number(hour), half), minute: Number(minute), second: Number(second ?? 0), zone };
}

function hourOf(hour: number, half: Group): number {
  if (half === undefined) return hour;
  return (hour % 12) + (/^p/i.test(half) ? 12 : 0);
}

function toUtc(parts: DateParts, timeZone = "UTC"): ReadDate | null {
  const { month, zone } = parts;
  const said = zone === undefined ? undefined : zoneOffset(zone);
  const offset = said ?? (timeZone === "UTC" ? 0 : undefined);
  const moment = offset === undefined ? momentIn(timeZone, parts) : momentOf(parts);
  if (moment === null) return null;
  const read = toMoment(moment - (offset ?? 0) * 60_000);
  return read && zone && isOutOfSeason(zone, month) ? { ...read, outOfSeason: `${zone} in month ${month}` } : read;
}

/** Milliseconds of a time in UTC; null when the calendar has no such day, or the day no such time. */
function momentOf({ year, month, day, hour = 0, minute = 0, second = 0 }: DateParts): number | null {
  // Date takes years below 100 for those of the last century.
  if (year < 1000 || hour > 23 || minute > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59)));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

/** As `momentOf`, of a time on the clocks of a zone; null too when there is no such zone. */
function momentIn(timeZone: string, { year, month, day, hour = 0, minute = 0, second = 0 }: DateParts): number | null {
  try {
    const time = { hour, minute, second: Math.min(second, 59) };
    const plain = Temporal.PlainDateTime.from({ year, month, day, ...time }, { overflow: "reject" });
    return plain.toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    return null;
  }
}

/** What no source of listings means: the first moment of a calendar, or a number that is none of a date. */
const isPlausible = (ms: number): boolean => ms >= Date.UTC(1900, 0) && ms < Date.UTC(2200, 0);

const toMoment = (ms: number): ReadDate | null => (isPlausible(ms) ? { at: new Date(ms).toISOString() } : null);
