import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Postgres, startPostgres } from "@/lib/kit/postgres/start";
import { runOnce } from "@/lib/kit/schema-engine";
import { waitUntil } from "@/lib/kit/wait-until";

const log = pino({ level: "silent" });

export type Servers = {
  /** An empty folder that is new for each test. */
  folder: string;
  /** Those that run. They are stopped after the test. */
  running: Set<Postgres>;
  /** Starts one on a data folder, the existing one unless told. */
  start: (dataDir?: string) => Promise<Postgres>;
  stop: (server: Postgres) => Promise<void>;
  /** A data folder of this test in which a server was made and stopped. */
  existing: () => string;
};

/** Lets a test file start and stop PostgreSQL servers of its own. Call it once at the top of the file. */
export function testServers(): Servers {
  /** A stopped server's data folder, copied for tests that do not need to make one. */
  let made: string;
  const running = new Set<Postgres>();

  async function start(dataDir = existing()): Promise<Postgres> {
    const server = await startPostgres({ dataDir, log, settings: { fsync: "off" } });
    running.add(server);
    return server;
  }

  async function stop(server: Postgres): Promise<void> {
    running.delete(server);
    await server.stop();
  }

  function existing(): string {
    const data = join(servers.folder, "data");
    if (!existsSync(data)) execFileSync("cp", ["-a", made, data]);
    return data;
  }

  const servers: Servers = { folder: "", running, start, stop, existing };

  beforeAll(async () => {
    made = temporaryFolder();
    await stop(await start(made));
  });
  afterAll(() => rmSync(made, { recursive: true, force: true }));

  beforeEach(() => {
    servers.folder = temporaryFolder();
  });
  afterEach(async () => {
    for (const server of running) await stop(server);
    rmSync(servers.folder, { recursive: true, force: true });
  });
  return servers;
}

/** As root the server runs as another user, who must be able to pass through. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "throng-pg-"));
  chmodSync(folder, 0o711);
  return folder;
}

/** Where the cluster of a data folder lies. */
export const clusterOf = (dataDir: string): string => join(dataDir, "postgres", "cluster");

/** The number of a server's process. @throws when it does not run */
export function pidOf(server: Postgres): number {
  const pid = server.pid();
  if (pid === undefined) throw new Error("the server does not run");
  return pid;
}

/** Asks until the server answers, as a pool does. */
export async function answers(url: string): Promise<void> {
  const asks = () =>
    runOnce(url, "SELECT 1").then(
      () => true,
      () => false,
    );
  if (!(await waitUntil(asks, 30_000))) throw new Error("the server does not come back");
}
