import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

export type Counts = { passed: number; failed: number; skipped: number };

export const addCounts = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

/** `12 passed, 0 failed`, and what was skipped when something was. */
export const inWords = ({ passed, failed, skipped }: Counts): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Counts of vitest's JSON report. A file that broke before its first test is one failure. */
export function countVitest(path: string, ok: boolean): Counts {
  const report = readReport(path, Vitest);
  if (!report) return NOT_RUN;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const skipped = report.numPendingTests + report.numTodoTests;
  return settle({ passed: report.numPassedTests, failed: report.numFailedTests + broken.length, skipped }, ok);
}

const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** Counts of Playwright's JSON report. */
export function countPlaywright(path: string, ok: boolean): Counts {
  const report = readReport(path, Playwright);
  if (!report) return NOT_RUN;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return settle({ passed: expected, failed: unexpected + flaky, skipped }, ok);
}

/** A suite that left no report, or ran nothing, has failed. */
export const NOT_RUN: Counts = { passed: 0, failed: 1, skipped: 0 };

/** A failure outside every test, such as an error nobody caught, must not look like success. */
function settle(counts: Counts, ok: boolean): Counts {
  if (counts.passed + counts.failed + counts.skipped === 0) return NOT_RUN;
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

function readReport<T>(path: string, shape: z.ZodType<T>): T | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return shape.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}
