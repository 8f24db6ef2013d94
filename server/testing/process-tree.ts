import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { waitForExit } from "@/lib/kit/processes";

/** Process `pid` and everything it started, parents before children. */
export function processTree(pid: number): number[] {
  const pairs = parents();
  const tree = [pid];
  for (const parent of tree) for (const [child, of] of pairs) if (of === parent) tree.push(child);
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

/** Every process of the machine with its parent. Not every Linux has `ps`. */
function parents(): [pid: number, parent: number][] {
  if (process.platform === "linux")
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc);
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return rows.map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
}

function fromProc(pid: string): [number, number][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in parentheses may hold spaces and parentheses itself.
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return [[Number(pid), parent]];
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}
