import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commandLine, processIdentity, waitForExit } from "@/lib/kit/processes";
import { StartError, systemCode } from "@/lib/kit/start-error";
import { waitUntil } from "@/lib/kit/wait-until";

/** How long the children of a server that is gone may take to go too, in milliseconds. */
const MEMORY_FREE_MS = 30_000;

/** What a server wrote into postmaster.pid: who it is, where it works, the memory it shares and how far its start has come. */
type PidFile = { pid: number; cluster: string; memory: string; status: string };

/** Reads `cluster`/postmaster.pid; undefined when there is none. What is not written yet is empty. */
export function readPidFile(cluster: string): PidFile | undefined {
  const lines = readText(join(cluster, "postmaster.pid"))?.split("\n") ?? [];
  const pid = Number(lines[0]);
  if (!pid) return undefined;
  return { pid, cluster: lines[1] ?? "", memory: lines[6] ?? "", status: lines[7]?.trim() ?? "" };
}

/**
 * Clears the way after a start that was killed: stops a server that still works on `cluster`, waits for the children of
 * one that is gone, and removes its postmaster.pid. Returns the process id of a server it stopped.
 * @throws StartError when the cluster is still in use
 */
export async function stopLeftover(cluster: string): Promise<number | undefined> {
  const left = readPidFile(cluster);
  if (!left) return undefined;
  if (isCopied(left, cluster)) {
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return undefined;
  }
  const runs = isServer(left);
  if (runs) await stopServer(left.pid, 30_000).catch((error: unknown) => refuse(left.pid, cluster, String(error)));
  if (!(await isMemoryFree(left.memory))) refuse(left.pid, cluster, "its children still run");
  // Elsewhere PostgreSQL itself judges the file; here a zombie or a reused number would mislead it.
  if (process.platform === "linux") rmSync(join(cluster, "postmaster.pid"), { force: true });
  return runs ? left.pid : undefined;
}

function refuse(pid: number, cluster: string, why: string): never {
  throw new StartError(`An earlier PostgreSQL (process ${pid}) still works on ${cluster}: ${why}.`);
}

/** Shared memory that a process is still attached to, as `key id`, is what PostgreSQL itself tells a living cluster by. */
function isMemoryFree(memory: string): Promise<boolean> {
  const [key, id] = memory.trim().split(/\s+/);
  const isUsed = () =>
    readText("/proc/sysvipc/shm")
      ?.split("\n")
      .map((line) => line.trim().split(/\s+/))
      .some((fields) => fields[0] === key && fields[1] === id && Number(fields[6]) > 0) ?? false;
  return waitUntil(() => !isUsed(), MEMORY_FREE_MS, 50);
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

function isServer(left: PidFile): boolean {
  if (processIdentity(left.pid) === undefined) return false;
  const line = commandLine(left.pid) ?? "";
  return line.includes("postgres") && line.includes(left.cluster);
}

/** True when the file came here with a copy of a data folder whose own server runs. */
function isCopied(left: PidFile, cluster: string): boolean {
  return left.cluster !== cluster && readPidFile(left.cluster)?.pid === left.pid;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
