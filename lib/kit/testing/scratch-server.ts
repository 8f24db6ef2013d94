import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log } from "@/lib/kit/log";
import { openHome } from "@/lib/kit/postgres/home";
import { readPidFile } from "@/lib/kit/postgres/leftovers";
import { startPostgres } from "@/lib/kit/postgres/start";
import { runOnce } from "@/lib/kit/schema-engine";

/** What a crash of the machine could lose does not matter here. */
const FAST = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "200",
  // A database that it is looking at cannot be dropped.
  autovacuum: "off",
};

export type ScratchServer = {
  url: string;
  /** Ends it and leaves nothing behind. */
  stop: () => Promise<void>;
  /** Lets it hang: it takes connections and answers nothing, until the answered function is called. */
  pause: () => Promise<() => void>;
};

/** Starts an empty PostgreSQL in a temporary folder. */
export async function startScratchServer(): Promise<ScratchServer> {
  const dataDir = mkdtempSync(join(tmpdir(), "throng-scratch-"));
  chmodSync(dataDir, 0o711);
  const server = await startPostgres({ dataDir, log: log(), settings: FAST });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const pause = async () => {
    const { rows } = await runOnce(server.url, "SELECT pid FROM pg_stat_activity");
    const children = rows.map((row: { pid: number }) => row.pid);
    const postmaster = readPidFile(openHome(dataDir).cluster)?.pid;
    const pids = postmaster === undefined ? children : [postmaster, ...children];
    signal(pids, "SIGSTOP");
    return () => signal(pids, "SIGCONT");
  };
  return { url: server.url, stop, pause };
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended in the meantime.
    }
  }
}
