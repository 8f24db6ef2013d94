import { join } from "node:path";
import { CHECKS, runCheck } from "./checking/checks";
import { addCounts, type Counts, inWords, NOT_RUN } from "./checking/counts";
import { preparePrograms } from "./checking/programs";
import { type Outcome, runNode } from "./checking/run";
import { runPlaywright, runVitest } from "./checking/suites";

/** `npm test`: everything, to the end, whatever fails on the way. The last line is the sum. */
const ROOT = join(import.meta.dirname, "..");

const results: { title: string; counts: Counts; seconds: number }[] = [];

function note(title: string, counts: Counts, seconds: number): void {
  results.push({ title, counts, seconds });
  console.log(`${title}: ${inWords(counts)} (${seconds.toFixed(1)} s)`);
}

function noteOne(title: string, { ok, output, seconds }: Outcome): boolean {
  if (!ok) console.log(output.trim());
  note(title, { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }, seconds);
  return ok;
}

async function testAll(): Promise<void> {
  const programs = await preparePrograms(ROOT);
  for (const sentence of programs.notes) console.log(sentence);
  console.log("Building…");
  const built = noteOne("build", await runNode(["--import", "tsx", join(ROOT, "scripts", "build.ts")], { cwd: ROOT }));
  for (const check of CHECKS) noteOne(check.title, await runCheck(ROOT, check));
  const { counts, outcome } = await runVitest(ROOT, built ? "all" : "unbuilt", true);
  note("unit, integration, black-box and fault tests", counts, outcome.seconds);
  if (built && programs.chromium) {
    const browser = await runPlaywright(ROOT);
    note("browser tests", browser.counts, browser.outcome.seconds);
  } else note("browser tests (not run)", NOT_RUN, 0);
}

await testAll();
const sum = results.map(({ counts }) => counts).reduce(addCounts);
console.log("");
for (const { title, counts, seconds } of results) console.log(`${title}: ${inWords(counts)} (${seconds.toFixed(1)} s)`);
console.log(inWords(sum));
process.exitCode = sum.failed > 0 ? 1 : 0;
