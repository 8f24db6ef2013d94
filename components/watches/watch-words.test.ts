import { expect, test } from "vitest";
import { resultWords, scheduleWords, stateOf } from "./watch-words";

const NOW = Date.parse("2026-12-01T12:00:00Z");
const waiting = { status: "waiting", stopReason: null, nextRunAt: "2026-12-01T13:00:00Z" } as const;

test.each([
  ["waiting", waiting, false],
  ["running", waiting, true],
  ["due", { ...waiting, nextRunAt: "2026-12-01T11:59:00Z" }, false],
  ["due", { ...waiting, status: "due" }, false],
  ["failing", { ...waiting, status: "failing" }, false],
  ["stopped", { ...waiting, status: "stopped", nextRunAt: null }, false],
  ["halted", { status: "stopped", stopReason: "gone", nextRunAt: null }, false],
] as const)("says what a watch is at: %s", (state, watch, isRunning) => {
  expect(stateOf(watch, isRunning, NOW)).toBe(state);
});

const nothing = { outcome: "ok", failure: null, new: 0, changed: 0, gone: 0, back: 0 } as const;

test.each([
  ["nothing new", nothing],
  ["nothing new", { ...nothing, outcome: "unchanged" }],
  ["3 new, 1 changed, 2 gone", { ...nothing, new: 3, changed: 1, gone: 2 }],
  ["The server does not answer.", { ...nothing, outcome: "failed", failure: "refused" }],
] as const)("says what a run brought: %s", (words, run) => {
  expect(resultWords(run)).toBe(words);
});

const weekly = (weekdays: number[]) => ({
  ...{ kind: "weekly" as const, weekdays, times: ["08:30", "17:00"], timeZone: "Europe/Vienna" },
});

test.each([
  ["every 45 min", { kind: "every", minutes: 45 } as const],
  ["every hour", { kind: "every", minutes: 60 } as const],
  ["every 2 days", { kind: "every", minutes: 2_880 } as const],
  ["daily at 08:30, 17:00", weekly([1, 2, 3, 4, 5, 6, 7])],
  ["on working days at 08:30, 17:00", weekly([5, 4, 3, 2, 1])],
  ["on Mon, Sat at 08:30, 17:00", weekly([6, 1])],
])("says when a watch runs: %s", (words, schedule) => {
  expect(scheduleWords(schedule)).toBe(words);
});
