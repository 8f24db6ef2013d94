import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import { localTime, nextLocal } from "@/lib/kit/local-time";
import { dueTime, quietUntil, type Timing } from "./timing";

const BERLIN = "Europe/Berlin";
const night: Timing = { timeZone: BERLIN, quietFrom: 22 * 60, quietTo: 7 * 60, digest: "none" };
const at = (iso: string): Date => new Date(iso);
const quiet = (iso: string, timing: Timing = night): string | undefined => quietUntil(at(iso), timing)?.toISOString();

test("reads clock and calendar of a zone", () => {
  const local = localTime(at("2027-01-03T23:30:00Z"), "Asia/Kolkata");
  expect(local).toEqual({ year: 2027, month: 1, day: 4, weekday: 1, minutes: 5 * 60 });
});

test.each([
  ["before it", "2027-06-01T19:59:00Z", undefined],
  ["at its beginning", "2027-06-01T20:00:00Z", "2027-06-02T05:00:00.000Z"],
  ["after midnight", "2027-06-02T01:00:00Z", "2027-06-02T05:00:00.000Z"],
  ["in its last minute", "2027-06-02T04:59:59Z", "2027-06-02T05:00:00.000Z"],
  ["at its end", "2027-06-02T05:00:00Z", undefined],
  ["in a night that loses an hour", "2027-03-27T22:30:00Z", "2027-03-28T05:00:00.000Z"],
  ["in a night that gains one", "2027-10-30T21:30:00Z", "2027-10-31T06:00:00.000Z"],
])("knows when the quiet ends, %s", (_when, now, end) => {
  expect(quiet(now)).toBe(end);
});

test("ends at the first moment after an end that the clock leaves out", () => {
  const timing = { ...night, quietTo: 2 * 60 + 30 };
  expect(quiet("2027-03-28T00:30:00Z", timing)).toBe("2027-03-28T01:00:00.000Z");
  const newYork = { ...timing, timeZone: "America/New_York" };
  expect(quiet("2027-03-14T06:30:00Z", newYork)).toBe("2027-03-14T07:00:00.000Z");
});

test("ends at the next of two times at which the clock shows the same", () => {
  const timing = { ...night, timeZone: "America/New_York", quietTo: 90 };
  expect(quiet("2026-11-01T05:10:00Z", timing)).toBe("2026-11-01T05:30:00.000Z");
  expect(quiet("2026-11-01T06:10:00Z", timing)).toBe("2026-11-01T06:30:00.000Z");
});

test("takes hours within one day, and none when both are the same", () => {
  const noon = { ...night, quietFrom: 12 * 60, quietTo: 14 * 60 };
  expect(quiet("2027-06-01T10:30:00Z", noon)).toBe("2027-06-01T12:00:00.000Z");
  expect(quiet("2027-06-01T20:30:00Z", noon)).toBeUndefined();
  expect(quiet("2027-06-01T10:30:00Z", { ...noon, quietTo: noon.quietFrom })).toBeUndefined();
});

test("finds the next time of day, and of a day of the week", () => {
  expect(nextLocal(at("2027-07-07T06:00:00Z"), BERLIN, 8 * 60).toISOString()).toBe("2027-07-08T06:00:00.000Z");
  expect(nextLocal(at("2027-07-12T05:59:00Z"), BERLIN, 8 * 60, 1).toISOString()).toBe("2027-07-12T06:00:00.000Z");
  expect(nextLocal(at("2027-07-12T06:00:00Z"), BERLIN, 8 * 60, 1).toISOString()).toBe("2027-07-19T06:00:00.000Z");
});

test("waits for the digest and then for the end of the quiet hours", () => {
  const late = { ...night, quietTo: 9 * 60, digest: "daily" } as const;
  expect(dueTime(at("2027-06-01T12:00:00Z"), "email", "greeting", late)).toEqual({
    until: at("2027-06-02T07:00:00Z"),
    reason: "digest",
  });
  expect(dueTime(at("2027-06-01T12:00:00Z"), "push", "greeting", late)).toEqual({
    until: at("2027-06-01T12:00:05Z"),
    reason: "soon",
  });
  expect(dueTime(at("2027-06-01T23:00:00Z"), "email", "security", late)).toMatchObject({ reason: "soon" });
});
