import { describe, expect, test } from "vitest";
import { localHours, localTime, nextLocal } from "./local-time";

const next = (iso: string, zone: string, minutes: number): string =>
  nextLocal(new Date(iso), zone, minutes).toISOString();

describe("nextLocal", () => {
  test.each([
    ["before both", "2026-11-01T05:10:00Z", "2026-11-01T05:30:00.000Z"],
    ["at the first", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00.000Z"],
    ["between them", "2026-11-01T06:10:00Z", "2026-11-01T06:30:00.000Z"],
    ["after both", "2026-11-01T06:30:00Z", "2026-11-02T06:30:00.000Z"],
  ])("knows both times at which clocks that are put back show the same, %s", (_when, after, found) => {
    expect(next(after, "America/New_York", 90)).toBe(found);
  });

  test("takes the moment at which clocks are put forward for a time that they leave out", () => {
    expect(next("2027-03-28T00:00:00Z", "Europe/Berlin", 150)).toBe("2027-03-28T01:00:00.000Z");
    expect(next("2027-03-28T01:00:00Z", "Europe/Berlin", 150)).toBe("2027-03-29T00:30:00.000Z");
  });

  test("knows clocks that are put forward at midnight, by half an hour, and over a whole day", () => {
    expect(next("2022-03-26T12:00:00Z", "Asia/Beirut", 15)).toBe("2022-03-26T22:00:00.000Z");
    expect(next("2022-10-01T12:00:00Z", "Australia/Lord_Howe", 135)).toBe("2022-10-01T15:30:00.000Z");
    expect(next("2011-12-30T09:00:00Z", "Pacific/Apia", 480)).toBe("2011-12-30T10:00:00.000Z");
  });
});

describe("localTime", () => {
  test("reads offsets that are no whole hours", () => {
    const local = localTime(new Date("2027-01-03T18:20:00Z"), "Asia/Kathmandu");
    expect(local).toEqual({ year: 2027, month: 1, day: 4, weekday: 1, minutes: 5 });
  });
});

describe("localHours", () => {
  test("knows day and hour of a moment, over changes of the clock", () => {
    const hourAt = localHours("Europe/Berlin");
    const read = (iso: string) => hourAt(Date.parse(iso));
    expect(read("2026-11-21T23:59:00Z")).toEqual({ day: "2026-11-22", hour: 0 });
    expect(read("2026-10-25T00:30:00Z")).toEqual({ day: "2026-10-25", hour: 2 });
    expect(read("2026-10-25T01:30:00Z")).toEqual({ day: "2026-10-25", hour: 2 });
    expect(read("2026-03-29T01:00:00Z")).toEqual({ day: "2026-03-29", hour: 3 });
  });
});
