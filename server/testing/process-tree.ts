import { execFileSync } from "node:child_process";
import { waitForExit } from "@/lib/kit/processes";

/** Process `pid` and everything it started, parents before children. */
export function processTree(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [pid];
  for (const parent of tree) for (const [child, of] of pairs) if (of === parent && child) tree.push(child);
  return tree;
}

/** Kills `pid` and all it started as a power cut would: no process gets to say a word. */
export async function killTree(pid: number): Promise<void> {
  const tree = processTree(pid);
  for (const one of tree) signal(one, "SIGSTOP");
  const stopped = new Set([...tree, ...processTree(pid)]);
  for (const one of stopped) signal(one, "SIGKILL");
  for (const one of stopped) {
    if (!(await waitForExit(one, 10_000))) throw new Error(`process ${one} survived SIGKILL`);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
