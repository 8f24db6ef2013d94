import { join } from "node:path";
import { CHECKS, prepareClient, runCheck } from "./checking/checks";
import { preparePrograms } from "./checking/programs";
import { newReport } from "./checking/report";
import { runNode } from "./checking/run";
import { runPlaywright, runVitest } from "./checking/suites";

/** `npm test`: everything, to the end, whatever fails on the way. The last line is the sum. */
const ROOT = join(import.meta.dirname, "..");

const report = newReport();

/** The pages are built and the code is read while the first suite runs; then the two suites that need the server run. */
async function testAll(): Promise<void> {
  const programs = await preparePrograms(ROOT);
  for (const sentence of programs.notes) console.log(sentence);
  await report.step("database client", prepareClient(ROOT));
  const built = report.step("build", runNode(["--import", "tsx", join(ROOT, "scripts", "build.ts")], { cwd: ROOT }));
  const unit = report.suite("unit and integration tests", runVitest(ROOT, "unit", true));
  await Promise.all([lookThenBrowse(built, programs.chromium !== undefined), attack(built, unit)]);
}

async function lookThenBrowse(built: Promise<boolean>, hasChromium: boolean): Promise<void> {
  const isBuilt = await built;
  for (const check of CHECKS) await report.step(check.title, runCheck(ROOT, check));
  if (isBuilt && hasChromium) await report.suite("browser tests", runPlaywright(ROOT, true));
  else report.notRun("browser tests");
}

async function attack(built: Promise<boolean>, unit: Promise<unknown>): Promise<void> {
  await unit;
  if (await built) await report.suite("black-box and fault tests", runVitest(ROOT, "black-box", true));
  else report.notRun("black-box and fault tests");
}

await testAll();
const { text, failed } = report.sum();
console.log(text);
process.exitCode = failed > 0 ? 1 : 0;
