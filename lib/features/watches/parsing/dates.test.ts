import { afterAll, beforeAll, expect, test } from "vitest";
import { readDate } from "./dates";

const { TZ } = process.env;
beforeAll(() => void (process.env.TZ = "America/New_York"));
afterAll(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

test.each([
  ["Sat, 04 Jul 2026 09:00:00 EST", undefined, "2026-07-04T14:00:00.000Z"],
  ["Sat, 04 Jul 2026 09:00:00 CEST", undefined, "2026-07-04T07:00:00.000Z"],
  ["Sat, 04 Jul 2026 09:00:00 MSK", undefined, "2026-07-04T06:00:00.000Z"],
  ["Sat, 04 Jul 2026 09:00:00", undefined, "2026-07-04T09:00:00.000Z"],
  ["2026-07-04 09:00", undefined, "2026-07-04T09:00:00.000Z"],
  ["2026-07-04T09:00:00.123+0545", undefined, "2026-07-04T03:15:00.000Z"],
  ["20260704T090000Z", undefined, "2026-07-04T09:00:00.000Z"],
  ["Fri, 4 Sept 2026 09:00 +0200", undefined, "2026-09-04T07:00:00.000Z"],
  ["05.12.2026 08:15", undefined, "2026-12-05T08:15:00.000Z"],
  ["Posted: 05.12.2026, 08:15 Uhr", "de", "2026-12-05T08:15:00.000Z"],
  ["05/12/2026", "en-gb", "2026-12-05T00:00:00.000Z"],
  ["05/12/2026", "en-us", "2026-05-12T00:00:00.000Z"],
  ["13/12/2026", undefined, "2026-12-13T00:00:00.000Z"],
  ["Sat, 04 Jul 26 09:00 Z", undefined, "2026-07-04T09:00:00.000Z"],
  ["Thu, 04 Jul 2026 09:00:00 GMT", undefined, "2026-07-04T09:00:00.000Z"],
  ["Sat Jul  4 2026 09:00:00 GMT+0200 (CEST)", undefined, "2026-07-04T07:00:00.000Z"],
  ["July 4th, 2026 at 3:15 PM", "en", "2026-07-04T15:15:00.000Z"],
  ["4. Juli 2026 um 9 Uhr", "de", "2026-07-04T09:00:00.000Z"],
  ["4 juillet 2026 à 14h30", "fr", "2026-07-04T14:30:00.000Z"],
  ["4 июля 2026 г.", "ru", "2026-07-04T00:00:00.000Z"],
  ["2026年7月4日", "ja", "2026-07-04T00:00:00.000Z"],
  ["٤ يوليو ٢٠٢٦", "ar", "2026-07-04T00:00:00.000Z"],
  ["Di, 01 Dez 2026 09:00:00 +0100", "de", "2026-12-01T08:00:00.000Z"],
  ["Sam, 04 Juil 2026 09:00:00 +0200", "fr", "2026-07-04T07:00:00.000Z"],
  ["4 lipca 2026", "pl", "2026-07-04T00:00:00.000Z"],
  ["4 Temmuz 2026", "tr", "2026-07-04T00:00:00.000Z"],
  ["/Date(1783155600000+0200)/", undefined, "2026-07-04T09:00:00.000Z"],
  ["1783155600", undefined, "2026-07-04T09:00:00.000Z"],
  ["1783155600000", undefined, "2026-07-04T09:00:00.000Z"],
])("reads %s in %s as %s", (text, language, at) => {
  expect(readDate(text, { language })?.at).toBe(at);
});

test.each([
  "soon",
  "4 jui 2026",
  "yesterday",
  "2 hours ago",
  "10.06.",
  "05/12/2026",
  "2026-02-30",
  "0001-01-01T00:00:00",
  "12",
  "",
])("takes no date from %s", (text) => {
  expect(readDate(text, { language: "en" })).toBeNull();
});

test("takes the zone of the watch where none is named, in summer and in winter", () => {
  const hints = { timeZone: "Europe/Vienna" };
  expect(readDate("2026-07-04 09:00", hints)?.at).toBe("2026-07-04T07:00:00.000Z");
  expect(readDate("2026-12-04 09:00", hints)?.at).toBe("2026-12-04T08:00:00.000Z");
  expect(readDate("2026-12-04 09:00 PST", hints)?.at).toBe("2026-12-04T17:00:00.000Z");
});

test("notes a winter zone in summer, and a summer zone in winter", () => {
  expect(readDate("04 Jul 2026 09:00 EST")?.outOfSeason).toBe("EST in month 7");
  expect(readDate("04 Jan 2026 09:00 CEST")?.outOfSeason).toBe("CEST in month 1");
  expect(readDate("04 Jan 2026 09:00 EST")?.outOfSeason).toBeUndefined();
});
