import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { addCounts, countPlaywright, countVitest, inWords } from "./counts";

const folder = mkdtempSync(join(tmpdir(), "throng-counts-"));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
  const file = join(folder, "report.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

const vitest = (given: object) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...given,
});
const playwright = (stats: object, errors: unknown[] = []) => ({
  stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
});

test("adds up what passed, failed and was skipped", () => {
  const counts = countVitest(report(vitest({ numPassedTests: 5, numPendingTests: 1, numTodoTests: 1 })), true);
  expect(counts).toEqual({ passed: 5, failed: 0, skipped: 2 });
  expect(inWords(addCounts(counts, { passed: 1, failed: 1, skipped: 0 }))).toBe("6 passed, 1 failed, 2 skipped");
  expect(inWords({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
});

test("counts a file that broke before its first test as a failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "passed", assertionResults: [{}] },
  ];
  expect(countVitest(report(vitest({ numPassedTests: 1, testResults })), false)).toMatchObject({
    passed: 1,
    failed: 1,
  });
});

test("counts a suite that failed outside its tests as a failure", () => {
  expect(countVitest(report(vitest({ numPassedTests: 1 })), false)).toMatchObject({ passed: 1, failed: 1 });
  expect(countPlaywright(report(playwright({ expected: 2 }, ["boom"])), false)).toMatchObject({ passed: 2, failed: 1 });
});

test("counts a browser test that passed only sometimes as a failure", () => {
  const counts = countPlaywright(report(playwright({ expected: 2, flaky: 1, skipped: 1 })), true);
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

test("counts a suite without a report, or without tests, as a failure", () => {
  expect(countVitest(join(folder, "missing.json"), true).failed).toBe(1);
  expect(countVitest(report("{ not json"), true).failed).toBe(1);
  expect(countPlaywright(report(playwright({})), true).failed).toBe(1);
});
