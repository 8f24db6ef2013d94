import { join } from "node:path";
import { lockFolder, openFolder } from "@/lib/kit/folder-lock";
import type { Logger } from "@/lib/kit/log";
import { StartError } from "@/lib/kit/start-error";
import { prepareBinaries } from "./binaries";
import { prepareCluster } from "./cluster";
import { type Home, keepPort, openHome, SYSTEM_FOLDER } from "./home";
import { stopLeftover } from "./leftovers";
import { choosePort } from "./port";
import { prepareDatabase, urlOf } from "./roles";
import { becomesReady, launchServer, type ServerRun } from "./server-process";
import { supervise } from "./supervise";

export type PostgresOptions = {
  /** The folder that holds the database, and is locked while the server runs. */
  dataDir: string;
  log: Logger;
  /** Hears what takes a moment, such as `Making the database`. */
  onProgress?: (step: string) => void;
  /** Settings of PostgreSQL that replace ours. */
  settings?: Record<string, string>;
};

export type Postgres = {
  /** Reaches the application's database as its own role; stays the same over a crash of the server. */
  url: string;
  /** Where its data lies. */
  folder: string;
  /** The server's process id now; undefined between a crash and the restart. */
  pid: () => number | undefined;
  /** Stops the server in order and gives the data folder free. */
  stop: () => Promise<void>;
};

/**
 * Starts the PostgreSQL that ships with the npm packages on `dataDir`, makes the database on the first start, and starts
 * the server again whenever it crashes.
 * @throws StartError in one sentence when the folder is in use, cannot be used, or the server does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, log, onProgress = () => undefined, settings = {} } = options;
  openFolder(dataDir);
  const unlock = lockFolder(dataDir);
  try {
    const opened = openHome(dataDir);
    const binaries = prepareBinaries(opened.account, opened.account ? SYSTEM_FOLDER : join(opened.dataDir, "postgres"));
    const left = await stopLeftover(opened.cluster);
    if (left) log.warn({ pid: left }, "stopped a PostgreSQL that a killed start had left");
    onProgress("Starting PostgreSQL");
    await prepareCluster(opened, binaries);
    const home = await withFreePort(opened);
    const launch = () => launchServer(home, binaries, log, settings);
    const run = await firstRun(launch, home);
    const server = supervise({ run, launch, home, log });
    try {
      await prepareDatabase(home);
    } catch (error) {
      await server.stop();
      throw error;
    }
    const stop = async () => {
      await server.stop();
      unlock();
    };
    return { url: urlOf(home), folder: home.cluster, pid: server.pid, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function withFreePort(home: Home): Promise<Home> {
  const port = await choosePort(home.port);
  return port === home.port ? home : keepPort(home, port);
}

/** The children of a killed server take a moment to see that it is gone: until then PostgreSQL refuses, and we ask again. */
async function firstRun(launch: () => ServerRun, home: Home): Promise<ServerRun> {
  for (let tries = 1; ; tries++) {
    const run = launch();
    if (await becomesReady(run, home)) return run;
    const said = run.said.join("\n");
    if (tries === 8 || !/shared memory|lock file|address already in use/i.test(said)) {
      const reason = run.said.findLast((line) => /^(FATAL|PANIC)/.test(line)) ?? (await run.ended);
      throw new StartError(`PostgreSQL did not start: ${reason.replace(/^\w+:\s*/, "")}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250 * tries));
  }
}
