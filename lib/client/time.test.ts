import { expect, test } from "vitest";
import { dayName, untilWords } from "./time";

const BERLIN = "Europe/Berlin";
const name = (iso: string, now: string, zone = BERLIN): string => dayName(iso, zone, Date.parse(now));

test("names today and yesterday after a day that lost an hour", () => {
  const now = "2027-03-28T22:30:00Z";
  expect(name("2027-03-28T22:10:00Z", now)).toBe("Today");
  expect(name("2027-03-28T12:00:00Z", now)).toBe("Yesterday");
  expect(name("2027-03-27T12:00:00Z", now)).toContain("27 March 2027");
});

test("names today and yesterday at the end of a day that gains an hour", () => {
  const now = "2027-10-31T22:30:00Z";
  expect(name("2027-10-30T22:30:00Z", now)).toBe("Today");
  expect(name("2027-10-30T21:30:00Z", now)).toBe("Yesterday");
  expect(name("2027-10-29T21:30:00Z", now)).toContain("29 October 2027");
});

test("names the days of another calendar too, and none before it knows the time", () => {
  expect(name("2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z", `${BERLIN} fa-IR`)).toBe("Yesterday");
  expect(dayName("2027-03-28T12:00:00Z", BERLIN, 0)).toContain("28 March 2027");
});

test.each([
  ["2026-12-01T12:00:20Z", "now"],
  ["2026-12-01T11:00:00Z", "now"],
  ["2026-12-01T12:11:10Z", "in 12 min"],
  ["2026-12-01T15:10:00Z", "in 3 h"],
  ["2026-12-03T12:00:00Z", "on 3 Dec 2026, 13:00"],
])("says how long it is until %s", (iso, words) => {
  expect(untilWords(iso, Date.parse("2026-12-01T12:00:00Z"), BERLIN)).toBe(words);
});
