import { Logger, run, runMigrations, type TaskList } from "graphile-worker";
import { type Db, pool, type Query } from "./db";
import { log } from "./log";

/** What a job does with its payload. It may run again after a crash, so it must bear repetition. */
export type Job = (payload: unknown, attempt: { number: number; last: boolean }) => Promise<void>;

export type JobOptions = {
  /** Not before this time. */
  runAt?: Date;
  /** A second job with this key replaces the first while it waits. */
  key?: string;
  /** Tries before it is given up, 10 unless told; the waits between them grow. */
  maxAttempts?: number;
};

const CONCURRENCY = 4;
const POLL_MS = 2_000;
const MAX_ATTEMPTS = 10;

/** graphile-worker's words among ours: its chatter at level debug, its troubles as they are. */
const logger = new Logger((scope) => (level, message, meta) => {
  const severe = /^(error|warning)$/.test(level);
  const { error, err } = (meta ?? {}) as { error?: unknown; err?: unknown };
  if (severe) log().warn({ job: scope.taskIdentifier, err: error ?? err }, message);
  else log().debug({ job: scope.taskIdentifier }, message);
});

/** Makes the tables of the queue, or brings them up to date. */
export const prepareJobs = (): Promise<void> => runMigrations({ pgPool: pool(), logger });

/**
 * Queues a job inside the transaction that causes it: it exists exactly when the transaction does. `payload` must be JSON.
 */
export async function queueJob(tx: Db, name: string, payload: unknown, options: JobOptions = {}): Promise<void> {
  const { runAt = null, key = null, maxAttempts = MAX_ATTEMPTS } = options;
  await tx.$executeRaw`SELECT graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json,
    run_at => ${runAt}::timestamptz, job_key => ${key}, max_attempts => ${maxAttempts}::int)`;
}

const ADD_MANY = `
  SELECT (graphile_worker.add_job($1::text, payload => job.payload, run_at => job.run_at, job_key => job.key,
    job_key_mode => 'preserve_run_at', max_attempts => ${MAX_ATTEMPTS})).id::text
  FROM jsonb_to_recordset($2::jsonb) AS job (payload json, run_at timestamptz, key text)`;

/**
 * Queues many jobs by one statement inside a transaction. Of those with the same key one waits: a later one brings its
 * payload, and the time of the first stays. Payloads must be JSON.
 */
export async function queueJobs(
  query: Query,
  name: string,
  jobs: { payload: unknown; runAt: Date; key: string }[],
): Promise<void> {
  if (jobs.length === 0) return;
  const rows = jobs.map(({ payload, runAt, key }) => ({ payload, run_at: runAt, key }));
  await query("jobs.add", ADD_MANY, [name, JSON.stringify(rows)]);
}

/** Takes back the waiting job with this key, if there is one. */
export async function dropJob(tx: Db, key: string): Promise<void> {
  await tx.$executeRaw`SELECT graphile_worker.remove_job(${key})`;
}

/** Works off the queue until the returned function is called, which lets running jobs finish. */
export async function runJobs(jobs: Record<string, Job>): Promise<() => Promise<void>> {
  const taskList: TaskList = {};
  for (const [name, job] of Object.entries(jobs)) {
    taskList[name] = (payload, { job: { attempts, max_attempts } }) =>
      job(payload, { number: attempts, last: attempts >= max_attempts });
  }
  const runner = await run({
    pgPool: pool(),
    taskList,
    logger,
    concurrency: CONCURRENCY,
    pollInterval: POLL_MS,
    noHandleSignals: true,
  });
  return () => runner.stop();
}
