import { expect, test } from "vitest";
import { nextDue } from "./crontab";

const after = (crontab: string, time: string) => nextDue(crontab, new Date(time))?.toISOString();

test.each([
  ["*/5 * * * *", "2026-03-01T10:00:00.000Z", "2026-03-01T10:05:00.000Z"],
  ["*/5 * * * *", "2026-03-01T10:04:59.999Z", "2026-03-01T10:05:00.000Z"],
  ["0 2 * * *", "2026-03-01T02:00:00.000Z", "2026-03-02T02:00:00.000Z"],
  ["30 4 * * 1", "2026-11-21T12:00:00.000Z", "2026-11-23T04:30:00.000Z"],
  ["0 0 29 2 *", "2026-03-01T00:00:00.000Z", "2028-02-29T00:00:00.000Z"],
])("finds the next time of %s after %s", (crontab, time, next) => {
  expect(after(crontab, time)).toBe(next);
});

test("knows a crontab without any time", () => {
  expect(nextDue("0 0 30 2 *", new Date())).toBeNull();
});

test("is due 24 times on the days on which clocks change, as on any other", () => {
  const zone = process.env.TZ;
  process.env.TZ = "Europe/Berlin";
  try {
    for (const day of ["2026-03-29", "2026-10-25", "2026-06-01"]) {
      const times: Date[] = [];
      let time = new Date(Date.parse(`${day}T00:00:00Z`) - 1);
      for (;;) {
        time = nextDue("7 * * * *", time) ?? expect.fail("is never due");
        if (!time.toISOString().startsWith(day)) break;
        times.push(time);
      }
      expect(times.map((due) => due.toISOString().slice(11, 16))).toEqual(
        Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:07`),
      );
    }
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
