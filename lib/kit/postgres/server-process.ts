import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { within } from "@/lib/kit/deadline";
import type { Logger } from "@/lib/kit/log";
import { type Binaries, programPath } from "./binaries";
import { plainEnvironment } from "./cluster";
import type { Home } from "./home";
import { readPidFile } from "./leftovers";

/** One run of the server: its process, the last lines it said, and how it ended. */
export type ServerRun = { pid: number | undefined; said: string[]; ended: Promise<string>; hasEnded: () => boolean };

/**
 * What differs from PostgreSQL's defaults. `synchronous_commit` and `fsync` stay on: what was acknowledged is on disk.
 * Refused statements reach their caller, so only what concerns the server itself is logged.
 */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  random_page_cost: "1.1",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_line_prefix: "",
  log_min_messages: "log",
  log_checkpoints: "off",
};

/** Starts the server of `home` in a process group of its own: Ctrl-C at the terminal must not stop it before us. */
export function launchServer(home: Home, binaries: Binaries, log: Logger, settings: Record<string, string>): ServerRun {
  const chosen = Object.entries({ ...SETTINGS, ...settings, port: String(home.port) });
  const child = spawn(
    programPath(binaries, "postgres"),
    ["-D", home.cluster, ...chosen.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    {
      ...home.account,
      cwd: home.cluster,
      env: plainEnvironment(),
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const said = listen(child, log);
  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  void ended.then(() => {
    over = true;
  });
  return { pid: child.pid, said, ended, hasEnded: () => over };
}

/** Waits until the server takes connections; false when it ended instead. Recovery after a crash may take minutes. */
export async function becomesReady(run: ServerRun, home: Home): Promise<boolean> {
  while (!run.hasEnded()) {
    const file = readPidFile(home.cluster);
    if (file?.pid === run.pid && file?.status === "ready") return true;
    await within(run.ended, 20, undefined);
  }
  return false;
}

/** Sends what the server says to our log, and keeps the last lines for an error message. FATAL is the end of one connection. */
function listen(child: ChildProcess, log: Logger): string[] {
  const said: string[] = [];
  if (!child.stderr) return said;
  createInterface({ input: child.stderr }).on("line", (line) => {
    said.push(line);
    if (said.length > 20) said.shift();
    if (line.startsWith("PANIC:")) log.error({ from: "postgres" }, line);
    else if (/^(ERROR|WARNING):/.test(line)) log.warn({ from: "postgres" }, line);
    else log.debug({ from: "postgres" }, line);
  });
  return said;
}
