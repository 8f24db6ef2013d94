import fc from "fast-check";
import { expect, test } from "vitest";
import { nextRun, nextTry } from "./schedule";
import type { Schedule } from "./schedule-schemas";

const at = (text: string) => new Date(text);
const every = (minutes: number): Schedule => ({ kind: "every", minutes });
const weekly = (times: string[], weekdays: number[], timeZone: string): Schedule => ({
  kind: "weekly",
  ...{ times, weekdays, timeZone },
});

test("runs every so many minutes, a little earlier or later", () => {
  const now = at("2026-11-30T12:00:00Z");
  expect(nextRun(every(60), now, 0.5)).toEqual(at("2026-11-30T13:00:00Z"));
  expect(nextRun(every(60), now, 0)).toEqual(at("2026-11-30T12:57:00Z"));
  expect(nextRun(every(60), now, 1)).toEqual(at("2026-11-30T13:03:00Z"));
  expect(nextRun(every(1440), now, 1)).toEqual(at("2026-12-01T12:05:00Z"));
});

test.each([
  ["the same day", "2026-11-30T06:00:00Z", ["08:30"], [1], "Europe/Berlin", "2026-11-30T07:30:00Z"],
  ["the next day named", "2026-11-30T08:00:00Z", ["08:30"], [1, 3], "Europe/Berlin", "2026-12-02T07:30:00Z"],
  [
    "the first of several times",
    "2026-11-30T08:00:00Z",
    ["20:00", "09:15"],
    [1],
    "Europe/Berlin",
    "2026-11-30T08:15:00Z",
  ],
  [
    "where it is another day already",
    "2026-11-30T14:00:00Z",
    ["06:00"],
    [2],
    "Pacific/Auckland",
    "2026-11-30T17:00:00Z",
  ],
  ["in the night that has no 02:30", "2026-03-28T12:00:00Z", ["02:30"], [7], "Europe/Berlin", "2026-03-29T01:00:00Z"],
  [
    "once in the night that has it twice",
    "2026-10-24T12:00:00Z",
    ["02:30"],
    [7],
    "Europe/Berlin",
    "2026-10-25T00:30:00Z",
  ],
])("runs at times of the clock: %s", (_what, from, times, weekdays, zone, expected) => {
  expect(nextRun(weekly(times, weekdays, zone), at(from), 0)).toEqual(at(expected));
});

test("never runs before the time of the clock, and at most a minute after", () => {
  const schedule = weekly(["08:30"], [1], "UTC");
  const late = nextRun(schedule, at("2026-11-30T06:00:00Z"), 1).getTime() - at("2026-11-30T08:30:00Z").getTime();
  expect(late).toBe(60_000);
});

test("doubles the gap with each failure, up to a day, and never shortens it", () => {
  const now = at("2026-11-30T12:00:00Z");
  const gap = (failures: number, minutes = 60) =>
    (nextTry(every(minutes), now, failures, 0.5).getTime() - now.getTime()) / 60_000;
  expect([0, 1, 2, 3, 4, 5, 6, 99].map((failures) => gap(failures))).toEqual([60, 60, 120, 240, 480, 960, 1440, 1440]);
  expect(gap(99, 10_080)).toBe(10_080);
});

test("always comes after now", () => {
  const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");
  const times = fc.array(
    fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, "0")).join(":")),
    { minLength: 1, maxLength: 3 },
  );
  const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
  const moments = fc.date({ min: at("2026-01-01T00:00:00Z"), max: at("2027-01-01T00:00:00Z"), noInvalidDate: true });
  fc.assert(
    fc.property(zones, times, weekdays, moments, (zone, clock, days, now) => {
      const ahead = nextRun(weekly(clock, days, zone), now, 0).getTime() - now.getTime();
      return ahead > 0 && ahead <= 8 * 86_400_000;
    }),
    { numRuns: 60 },
  );
});
