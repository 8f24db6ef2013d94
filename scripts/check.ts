import { join } from "node:path";
import { CHECKS, prepareClient, runCheck } from "./checking/checks";
import { inWords } from "./checking/counts";
import type { Outcome } from "./checking/run";
import { runVitest } from "./checking/suites";

/** `npm run check`, the fast gate: stops at the first step that fails and shows what it said. */
const ROOT = join(import.meta.dirname, "..");

async function check(): Promise<boolean> {
  if (!passes("database client", await prepareClient(ROOT))) return false;
  for (const step of CHECKS) if (!passes(step.title, await runCheck(ROOT, step))) return false;
  const { tally, outcome } = await runVitest(ROOT, "fast", false);
  const output = [outcome.output, ...tally.troubles].join("\n");
  return passes("tests", { ...outcome, output, ok: tally.counts.failed === 0 }, inWords(tally.counts));
}

function passes(title: string, { ok, output, seconds }: Outcome, detail = ""): boolean {
  const line = [ok ? "✓" : "✗", title.padEnd(22), `${seconds.toFixed(1).padStart(6)} s`, detail];
  console.log(line.join(" ").trimEnd());
  if (!ok) console.log(`\n${output.trim()}`);
  return ok;
}

process.exitCode = (await check()) ? 0 : 1;
