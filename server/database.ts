import pg from "pg";
import { closeDatabase, useDatabase } from "@/lib/kit/db";
import { env } from "@/lib/kit/env";
import { prepareJobs } from "@/lib/kit/jobs";
import type { Logger } from "@/lib/kit/log";
import { applyMigrations } from "@/lib/kit/migrate";
import { startPostgres } from "@/lib/kit/postgres/start";
import { StartError } from "@/lib/kit/start-error";

type Opened = { stop: () => Promise<void>; folder?: string };

type Opening = {
  log: Logger;
  /** Hears what is being done, such as `Starting PostgreSQL`. */
  progress: (step: string) => void;
};

/**
 * Makes the database ready: the one at DATABASE_URL, or our own in DATA_DIR, brought up to date. `stop` closes this
 * process's connections and then our own server, whose data lies in `folder`.
 * @throws StartError in one sentence when it cannot be reached, started or migrated
 */
export async function openDatabase({ log, progress }: Opening): Promise<Opened> {
  const { DATABASE_URL, DATA_DIR } = env();
  if (DATABASE_URL) {
    await reach(DATABASE_URL);
    await bringUpToDate(DATABASE_URL, log, progress);
    return { stop: closeDatabase };
  }
  const server = await startPostgres({ dataDir: DATA_DIR, log, onProgress: progress });
  const stop = async () => {
    try {
      await closeDatabase();
    } finally {
      await server.stop();
    }
  };
  try {
    useDatabase(server.url);
    await bringUpToDate(server.url, log, progress);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, folder: server.folder };
}

async function bringUpToDate(url: string, log: Logger, progress: (step: string) => void): Promise<void> {
  progress("Bringing the database up to date");
  const applied = await applyMigrations(url);
  if (applied.length > 0) log.info({ migrations: applied }, "database migrated");
  await prepareJobs();
}

/** Connects once, to say what is wrong with the URL in one sentence, without its password. */
async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
  } catch (error) {
    const { host, pathname } = new URL(url);
    throw new StartError(`The database of DATABASE_URL (${host}${pathname}) cannot be reached: ${reasonOf(error)}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A host with several addresses fails with an error for each of them. */
function reasonOf(error: unknown): string {
  const cause = error instanceof AggregateError ? error.errors[0] : error;
  return cause instanceof Error ? cause.message : String(cause);
}
