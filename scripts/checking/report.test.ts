import { expect, test } from "vitest";
import { newReport } from "./report";

test("says where the time went, the slowest files first, and the sum last", async () => {
  let clock = 0;
  const said: string[] = [];
  const report = newReport(
    (text) => said.push(text),
    () => clock,
  );
  const outcome = { ok: true, how: "ended with code 0", output: "all is well", seconds: 0 };
  const files = Array.from({ length: 11 }, (_, n) => ({ file: `file ${n}`, seconds: n }));
  const tally = { counts: { passed: 7, failed: 1, skipped: 2 }, troubles: ["It ended early."], files };
  const suite = report.suite("suite", Promise.resolve({ tally, outcome }));
  clock = 61_500;
  expect(await suite).toBe(false);
  const step = report.step(
    "step",
    Promise.resolve({ ...outcome, ok: false, how: "ended with code 2", output: "oh no" }),
  );
  clock = 70_000;
  expect(await step).toBe(false);
  report.notRun("rest");
  expect(said).toEqual([
    "suite: It ended early.\nsuite: 7 passed, 1 failed, 2 skipped",
    "oh no",
    "step: ended with code 2\nstep: 0 passed, 1 failed",
    "rest (not run): 0 passed, 1 failed",
  ]);
  const { text, failed } = report.sum();
  expect(failed).toBe(3);
  expect(text.split("\n")).toEqual([
    "",
    "Where the time went (from, to, seconds):",
    "  0:00   1:01    61.5  suite: 7 passed, 1 failed, 2 skipped",
    "  1:01   1:10     8.5  step: 0 passed, 1 failed",
    "  1:10   1:10     0.0  rest (not run): 0 passed, 1 failed",
    "",
    "The slowest files (seconds):",
    ...Array.from({ length: 10 }, (_, n) => `${(10 - n).toFixed(1).padStart(7)}  file ${10 - n}`),
    "",
    "suite: It ended early.",
    "step: ended with code 2",
    "7 passed, 3 failed, 2 skipped",
  ]);
});
