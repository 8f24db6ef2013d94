import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { waitUntil } from "./wait-until";

/**
 * What tells this run of process `pid` from a later process with the same number; undefined when none runs.
 * A zombie counts as gone. Where the system gives nothing to tell by, the answer is "running".
 */
export function processIdentity(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  if (process.platform === "linux") return linuxIdentity(pid);
  if (process.platform === "win32") return "running";
  return readPs(pid, "lstart") ?? "running";
}

/** The command line of process `pid`, its words joined by spaces; undefined when it cannot be read. */
export function commandLine(pid: number): string | undefined {
  if (process.platform !== "linux") return readPs(pid, "command");
  return readText(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ").trim();
}

/** Waits until process `pid` has ended; false when it still runs after `ms` milliseconds. */
export const waitForExit = (pid: number, ms: number): Promise<boolean> =>
  waitUntil(() => processIdentity(pid) === undefined, ms);

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Start time in clock ticks since boot, with the id of the boot. */
function linuxIdentity(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return "running";
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, startTime] = [fields[0], fields[19]];
  if (state === "Z" || state === "X") return undefined;
  return `${startTime}@${readText("/proc/sys/kernel/random/boot_id")?.trim() ?? ""}`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function readPs(pid: number, column: string): string | undefined {
  try {
    return execFileSync("ps", ["-ww", "-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" }).trim() || undefined;
  } catch {
    return undefined;
  }
}
