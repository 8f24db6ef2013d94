import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { log } from "@/lib/kit/log";
import { startPostgres } from "@/lib/kit/postgres/start";

/** What a crash of the machine could lose does not matter here. */
const FAST = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };

/** Starts an empty PostgreSQL in a temporary folder; `stop` ends it and leaves nothing behind. */
export async function startScratchServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "throng-scratch-"));
  chmodSync(dataDir, 0o711);
  const server = await startPostgres({ dataDir, log: log(), settings: FAST });
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}
