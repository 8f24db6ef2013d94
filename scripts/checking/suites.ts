import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Counts, countPlaywright, countVitest } from "./counts";
import { type Outcome, runNode } from "./run";

/** Tests that start the built server. */
const BLACK_BOX = "server/blackbox/**";
/** Tests that run the tools over a copy of the checkout. */
const SELF = "scripts/check.test.ts";

export type SuiteResult = { counts: Counts; outcome: Outcome };

/** Runs the tests of vitest: those without a built server, or all. Quiet ones keep what they say. */
export async function runVitest(root: string, which: "fast" | "unbuilt" | "all", show: boolean): Promise<SuiteResult> {
  const report = reportFile(root, "vitest");
  const left = { fast: [BLACK_BOX, SELF], unbuilt: [BLACK_BOX], all: [] }[which];
  const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json"];
  const outcome = await runNode(
    [...args, `--outputFile.json=${report}`, ...left.flatMap((pattern) => ["--exclude", pattern])],
    { cwd: root, show, limitMs: 15 * 60_000 },
  );
  return { counts: countVitest(report, outcome.ok), outcome };
}

/** Runs the tests in a browser, at the Chromium of `executable` where one is named. */
export async function runPlaywright(root: string): Promise<SuiteResult> {
  const report = reportFile(root, "playwright");
  const outcome = await runNode([join(root, "node_modules/@playwright/test/cli.js"), "test", "--reporter=list,json"], {
    cwd: root,
    show: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    limitMs: 15 * 60_000,
  });
  return { counts: countPlaywright(report, outcome.ok), outcome };
}

/** Where a suite leaves its report; an earlier one is taken away. */
function reportFile(root: string, name: string): string {
  const folder = join(root, ".cache", "reports");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
