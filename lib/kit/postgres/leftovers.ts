import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commandLine, processIdentity, waitForExit } from "@/lib/kit/processes";
import { StartError, systemCode } from "@/lib/kit/start-error";

/** What a server wrote into postmaster.pid: who it is, where it works and how far its start has come. */
export type PidFile = { pid: number; cluster: string; port: number; status: string };

/** Reads `cluster`/postmaster.pid; undefined when there is none or it is not complete yet. */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n");
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!pid) return undefined;
    return { pid, cluster: lines[1] ?? "", port: port || 0, status: lines[7]?.trim() ?? "" };
  } catch {
    return undefined;
  }
}

/**
 * Clears the way after a start that was killed: stops a server that still works on `cluster`, and removes a
 * postmaster.pid whose number now belongs to another program. A file of a dead process is left to PostgreSQL, which
 * knows to wait for that server's last children.
 * @throws StartError when the server is not ours to stop
 */
export async function stopLeftover(cluster: string): Promise<PidFile | undefined> {
  const left = readPidFile(cluster);
  if (!left || processIdentity(left.pid) === undefined) return undefined;
  if (!isServerOf(left, left.cluster) || isCopied(left, cluster)) {
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return undefined;
  }
  await stopServer(left.pid, 30_000).catch((error: unknown) => {
    throw new StartError(
      `PostgreSQL (process ${left.pid}) still works on ${cluster} and cannot be stopped: ${String(error)}.`,
    );
  });
  return left;
}

/** Stops the server process `pid` in order (open transactions are rolled back), and after `ms` milliseconds by force. */
export async function stopServer(pid: number, ms: number): Promise<void> {
  for (const [signal, patience] of [
    ["SIGINT", ms],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    if (!signalled(pid, signal)) return;
    if (await waitForExit(pid, patience)) return;
  }
  throw new Error(`process ${pid} does not end`);
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if (systemCode(error) === "ESRCH") return false;
    throw error;
  }
}

function isServerOf(left: PidFile, cluster: string): boolean {
  const line = commandLine(left.pid) ?? "";
  return line.includes("postgres") && line.includes(cluster);
}

/** True when the file came here with a copy of a data folder whose own server runs. */
function isCopied(left: PidFile, cluster: string): boolean {
  return left.cluster !== cluster && readPidFile(left.cluster)?.pid === left.pid;
}
