import fc from "fast-check";
import { parseCronItem } from "graphile-worker";
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

const MINUTE = 60_000;

/** Tells whether the queue, which keeps the clock, makes a job at a minute. */
function matcherOf(crontab: string): (minute: number) => boolean {
  const { match } = parseCronItem({ task: "any", match: crontab });
  return (minute) => {
    const at = new Date(minute * MINUTE);
    return match({
      min: at.getUTCMinutes(),
      hour: at.getUTCHours(),
      date: at.getUTCDate(),
      month: at.getUTCMonth() + 1,
      dow: at.getUTCDay(),
    });
  };
}

/** A field of a crontab in every form that the queue knows. */
const field = (min: number, max: number) => {
  const one = fc.integer({ min, max });
  const range = fc.tuple(one, one).map(([a, b]) => (a < b ? `${a}-${b}` : `${a}`));
  const listed = fc.array(fc.oneof(one.map(String), range), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.constant("*"),
    fc.integer({ min: 2, max }).map((step) => `*/${step}`),
    listed.map((parts) => parts.join(",")),
  );
};

test("finds the time at which the queue makes the job", () => {
  // A list of every day, which the two would read differently, is nothing that anyone writes.
  const days = field(1, 28);
  const crontabs = fc
    .tuple(field(0, 59), field(0, 23), days, fc.constant("*"), field(0, 5))
    .map((all) => all.join(" "));
  const times = fc.date({ min: new Date("2026-01-01"), max: new Date("2028-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(crontabs, times, (crontab, after) => {
      const isDue = matcherOf(crontab);
      let minute = Math.floor(after.getTime() / MINUTE) + 1;
      while (!isDue(minute)) minute++;
      expect(nextDue(crontab, after)).toEqual(new Date(minute * MINUTE));
    }),
    { numRuns: 100 },
  );
});
