import { readFileSync } from "node:fs";
import { processTree } from "@/server/testing/process-tree";

/** What a tick of the kernel's accounts is worth, on every Linux there is. */
const TICK_MS = 10;

/** Milliseconds of CPU that process `pid` and all it started have used, those that ended included. */
export function processorTime(pid: number): number {
  const ticks = processTree(pid).map((one) => {
    try {
      // The name of a program may hold anything, spaces and parentheses too: fields are counted from its end.
      const fields = readFileSync(`/proc/${one}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    } catch {
      return 0;
    }
  });
  return ticks.reduce((sum, each) => sum + each, 0) * TICK_MS;
}
