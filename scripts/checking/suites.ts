import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { NOTES_FILE, readNotes } from "./notes";
import { type Outcome, runNode } from "./run";
import { type Tally, tallySuite } from "./tally";

/** Tests that start the built server. */
const BLACK_BOX = "server/blackbox/";
/** Tests that run the tools over a copy of the checkout. */
const SELF = "scripts/check.test.ts";

/** A few files at once: their databases and servers share one PostgreSQL and the memory. */
const WORKERS = Math.min(4, availableParallelism() + 1);

/**
 * Which tests of vitest: those that need no built server, those of them that are fast, or those that need one. The last
 * wait much of their time, so one more file runs at once.
 */
const CHOICES = {
  unit: ["--exclude", `${BLACK_BOX}**`, `--maxWorkers=${WORKERS}`],
  fast: ["--exclude", `${BLACK_BOX}**`, "--exclude", SELF, `--maxWorkers=${WORKERS}`],
  "black-box": [BLACK_BOX, `--maxWorkers=${WORKERS}`],
};

export type SuiteResult = { tally: Tally; outcome: Outcome };

/** Runs tests of vitest. Quiet ones keep what they say. */
export function runVitest(root: string, which: keyof typeof CHOICES, show: boolean): Promise<SuiteResult> {
  const reporters = ["--reporter=default", `--reporter=${join(import.meta.dirname, "vitest-reporter.ts")}`];
  return runSuite(root, which, {
    program: ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...CHOICES[which]],
    show,
  });
}

/** Runs the tests in a browser. */
export function runPlaywright(root: string, show: boolean): Promise<SuiteResult> {
  const reporter = `--reporter=list,${join(import.meta.dirname, "playwright-reporter.ts")}`;
  return runSuite(root, "browser", { program: ["node_modules/@playwright/test/cli.js", "test", reporter], show });
}

type Suite = {
  /** A JavaScript file of the checkout and its arguments. */
  program: string[];
  show?: boolean;
  silenceMs?: number;
};

/** Runs a suite that notes what happens in it (`notebook`). What it had noted counts, however it ended. */
export async function runSuite(root: string, name: string, { program, ...options }: Suite): Promise<SuiteResult> {
  const notes = notesFile(root, name);
  const [file = "", ...args] = program;
  const env = { [NOTES_FILE]: notes };
  const outcome = await runNode([join(root, file), ...args], { ...options, cwd: root, env, signs: [notes] });
  return { tally: tallySuite(readNotes(notes), outcome), outcome };
}

/** Where a suite notes what happens; earlier notes are taken away. */
function notesFile(root: string, name: string): string {
  const folder = join(root, ".cache", "reports");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ndjson`);
  rmSync(file, { force: true });
  return file;
}
