import { join } from "node:path";
import { staleParts } from "@/scripts/building/parts";
import { type Outcome, runNode } from "./run";

/** A check that reads the code without running it: programs of npm packages, one after the other. */
export type Check = { title: string; programs: string[][] };

/** In the order they are run: the quickest to fail come first. */
export const CHECKS: Check[] = [
  { title: "known holes", programs: [["tsx/dist/cli.mjs", "scripts/known-holes.ts"]] },
  { title: "format", programs: [["@biomejs/biome/bin/biome", "check", "."]] },
  { title: "lint and import arrow", programs: [["oxlint/bin/oxlint", "--type-aware"]] },
  {
    title: "types",
    programs: [
      ["next/dist/bin/next", "typegen"],
      ["typescript/bin/tsc", "--noEmit"],
    ],
  },
  { title: "dead code", programs: [["knip/bin/knip.js"]] },
];

/** Runs a check on the checkout at `root`. */
export async function runCheck(root: string, { programs }: Check): Promise<Outcome> {
  let output = "";
  let seconds = 0;
  let how = "ended with code 0";
  for (const [program = "", ...args] of programs) {
    const env = { NEXT_TELEMETRY_DISABLED: "1" };
    const outcome = await runNode([join(root, "node_modules", program), ...args], { cwd: root, env });
    output += outcome.output;
    seconds += outcome.seconds;
    how = outcome.how;
    if (!outcome.ok) return { ok: false, how, output, seconds };
  }
  return { ok: true, how, output, seconds };
}

/** Makes the generated database client, which types and tests need, when it is missing or out of date. */
export async function prepareClient(root: string): Promise<Outcome> {
  if (!staleParts(root).includes("client")) return { ok: true, how: "ended with code 0", output: "", seconds: 0 };
  return runNode(["--import", "tsx", join(root, "scripts", "build.ts"), "client"], { cwd: root });
}
