import { join } from "node:path";
import { CHECKS, prepareClient, runCheck } from "./checking/checks";
import { preparePrograms } from "./checking/programs";
import { newReport } from "./checking/report";
import { runNode } from "./checking/run";
import { runPlaywright, runVitest } from "./checking/suites";

/** `npm test`: everything, to the end, whatever fails on the way. The last line is the sum. */
const ROOT = join(import.meta.dirname, "..");

const report = newReport();

/**
 * The pages are built and the code is read while the first suite runs. The two suites that start servers follow one after
 * the other: side by side they starve each other on a small machine.
 */
async function testAll(): Promise<void> {
  const programs = await preparePrograms(ROOT);
  for (const sentence of programs.notes) console.log(sentence);
  await report.step("database client", prepareClient(ROOT));
  const built = report.step("build", runNode(["--import", "tsx", join(ROOT, "scripts", "build.ts")], { cwd: ROOT }));
  await Promise.all([report.suite("unit and integration tests", runVitest(ROOT, "unit", true)), look(built)]);
  const isBuilt = await built;
  if (isBuilt) await report.suite("black-box and fault tests", runVitest(ROOT, "black-box", true));
  else report.notRun("black-box and fault tests");
  if (isBuilt && programs.chromium !== undefined) await report.suite("browser tests", runPlaywright(ROOT, true));
  else report.notRun("browser tests");
}

async function look(built: Promise<boolean>): Promise<void> {
  await built;
  for (const check of CHECKS) await report.step(check.title, runCheck(ROOT, check));
}

await testAll();
const { text, failed } = report.sum();
console.log(text);
process.exitCode = failed > 0 ? 1 : 0;
