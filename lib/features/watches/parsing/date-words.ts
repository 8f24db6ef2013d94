import * as chrono from "chrono-node";

const READERS: Record<string, { strict: chrono.Chrono } | undefined> = {
  ...{ de: chrono.de, fr: chrono.fr, ja: chrono.ja, pt: chrono.pt, nl: chrono.nl, zh: chrono.zh, ru: chrono.ru },
  ...{ es: chrono.es, uk: chrono.uk, it: chrono.it, sv: chrono.sv, fi: chrono.fi, vi: chrono.vi, ar: chrono.ar },
};

export type DateParts = {
  year: number;
  month: number;
  day: number;
  hour?: number;
  minute?: number;
  second?: number;
  zone?: string;
};

/**
 * A date written in words, in a language or in English. Only what names its day, month and year: "10.06." or "yesterday" is
 * a date for people alone.
 */
export function readWords(text: string, language = "en"): DateParts | null {
  // What a month is called tells nothing to a reader of another language, so English may follow.
  const own = READERS[language.slice(0, 2).toLowerCase()];
  for (const reader of own ? [own.strict, chrono.strict] : [chrono.strict]) {
    for (const { start, text: found } of reader.parse(text, { instant: new Date(0), timezone: 0 })) {
      const certain = start.isCertain("day") && start.isCertain("month") && start.isCertain("year");
      const year = start.get("year") ?? 0;
      if (!certain || !found.includes(String(year)) || isNumbersOnly(found)) continue;
      return { year, month: start.get("month") ?? 0, day: start.get("day") ?? 0, ...timeOf(start) };
    }
  }
  return null;
}

/** The month that a word names or begins, in English or in a language: 1 to 12, and 0 for none or several. */
export function monthOf(word: string, language = "en"): number {
  return monthsOf(language).get(word.toLowerCase()) ?? 0;
}

const known = new Map<string, Map<string, number>>();

/** The month of each beginning of a name, in English and a language; 0 for one of several. */
function monthsOf(language: string): Map<string, number> {
  const cached = known.get(language);
  if (cached) return cached;
  const months = new Map<string, number>();
  for (const [index, forms] of [...monthNames("en"), ...monthNames(language)].entries()) {
    const month = (index % 12) + 1;
    for (const start of forms.flatMap(startsOf)) months.set(start, (months.get(start) ?? month) === month ? month : 0);
  }
  if (known.size < 100) known.set(language, months);
  return months;
}

const startsOf = (name: string): string[] => Array.from(name, (_, end) => name.slice(0, end + 1));

/** What months are called beside a day, whole and short, as ICU knows it. */
function monthNames(language: string): string[][] {
  const name = Intl.DateTimeFormat.supportedLocalesOf(isTag(language) ? language : "en")[0] ?? "en";
  const formats = (["long", "short"] as const).map(
    (month) => new Intl.DateTimeFormat(name, { month, day: "numeric", timeZone: "UTC" }),
  );
  const nameIn = (format: Intl.DateTimeFormat, month: number): string =>
    format
      .formatToParts(Date.UTC(2026, month, 4))
      .find(({ type }) => type === "month")
      ?.value.toLowerCase() ?? "";
  return Array.from({ length: 12 }, (_, month) => formats.map((format) => nameIn(format, month)));
}

const isTag = (language: string): boolean => /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(language);

/** Of 05/06/2026 nobody knows which is the month, and what begins with the year is read without words. */
const isNumbersOnly = (text: string): boolean => /^[\d\s.,:/-]+$/.test(text);

function timeOf(start: chrono.ParsedComponents): Partial<DateParts> {
  if (!start.isCertain("hour")) return {};
  const offset = start.isCertain("timezoneOffset") ? start.get("timezoneOffset") : null;
  const time = { hour: start.get("hour") ?? 0, minute: start.get("minute") ?? 0, second: start.get("second") ?? 0 };
  return offset === null ? time : { ...time, zone: asZone(offset) };
}

function asZone(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
}
