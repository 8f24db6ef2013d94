import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const took: number[] = [];

/** Times a fixed piece of work. How much its times differ is how much anything measured here may differ. */
export function calibrate(): void {
  const began = performance.now();
  let text = "throng";
  for (let i = 0; i < 20_000; i++) text = createHash("sha256").update(text).digest("hex");
  took.push(performance.now() - began);
}

/** The noise of the run so far, in one sentence. */
export function describeNoise(): string {
  const [fastest, slowest] = [Math.min(...took), Math.max(...took)];
  const load = readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 3).join(" ");
  const spread = Math.round((slowest / fastest - 1) * 100);
  return `the same loop took ${fastest.toFixed(0)} to ${slowest.toFixed(0)} ms over ${took.length} times (+${spread} %), load ${load}`;
}
