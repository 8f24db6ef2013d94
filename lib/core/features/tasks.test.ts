import { beforeAll, expect, test } from "vitest";
import { BACKUPS_KEPT } from "@/lib/core/tasks/backup";
import { tasks } from "@/lib/core/tasks/registry";
import { schedule } from "@/lib/core/tasks/schedule";
import { nextDue } from "@/lib/kit/crontab";
import { installFeatures } from "./install";

beforeAll(() => installFeatures([]));

/** When a task is due on a day, in UTC. */
function timesOf(name: string): string[] {
  const { crontab } = schedule().find((one) => one.name === name) ?? { crontab: "" };
  const end = new Date("2026-11-28T00:00:00Z");
  const times: string[] = [];
  for (let at = nextDue(crontab, new Date("2026-11-26T23:59:59Z")); at && at < end; at = nextDue(crontab, at)) {
    times.push(at.toISOString().slice(11, 16));
  }
  return times;
}

test("core does by the clock what it must, as often as it must", () => {
  expect(timesOf("analytics.rollUp")).toHaveLength(288);
  expect(timesOf("analytics.rollUp").slice(0, 3)).toEqual(["00:00", "00:05", "00:10"]);
  expect(timesOf("sessions.cleanUp")).toHaveLength(24);
  for (const daily of ["data.cleanUp", "notifications.cleanUp", "activity.keep"]) {
    expect(timesOf(daily), daily).toHaveLength(1);
  }
  expect(timesOf("backup")).toEqual(["02:00"]);
  expect(BACKUPS_KEPT).toBe(7);
});

test("everything core does by the clock is queued by the clock, under a name of its own", () => {
  const all = [...tasks().values()];
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect(schedule().map(({ name }) => name)).toEqual(all.map(({ name }) => name));
  for (const { name } of all) expect(timesOf(name).length, name).toBeGreaterThan(0);
});
