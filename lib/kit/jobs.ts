import { EventEmitter, setMaxListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import {
  type CronItem,
  Logger,
  parseCronItems,
  run,
  runMigrations,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import { z } from "zod";
import { nextDue } from "./crontab";
import { type Db, db, pool, type Query } from "./db";
import { env } from "./env";
import { type OnCutShort, startWorkers } from "./job-workers";
import { log } from "./log";

/** One try at a job: the job's id, the how many-eth try it is, whether it is the last, and when to stop soon. */
export type Attempt = { id: string; number: number; last: boolean; signal: AbortSignal };

/** What a job does with its payload. It may run again after a crash, so it must bear repetition. */
export type Job = (payload: unknown, attempt: Attempt) => Promise<void>;

/** A job that is queued by the clock: once a due time, however many processes look at it. */
export type Scheduled = {
  name: string;
  /** In UTC: minute, hour, day of the month, month, day of the week. */
  crontab: string;
  job: string;
  payload: Record<string, unknown>;
};

export type JobOptions = {
  /** Not before this time. */
  runAt?: Date;
  /** A second job with this key replaces the first while it waits. */
  key?: string;
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** Tries before it is given up, 10 unless told; the waits between them grow. */
  maxAttempts?: number;
};

/** How many jobs of one queue run at once in a process, unless told. */
const CONCURRENCY = 4;
const POLL_MS = 2_000;
const MAX_ATTEMPTS = 10;
const SCHEDULED_ATTEMPTS = 5;
const MADE_UP_FOR_MS = 24 * 3_600_000;
const REOPEN_MS = 2_000;

/** graphile-worker's words among ours: its chatter at level debug, its troubles as they are. */
const logger = new Logger((scope) => (level, message, meta) => {
  const severe = /^(error|warning)$/.test(level);
  const { error, err } = (meta ?? {}) as { error?: unknown; err?: unknown };
  if (severe) log().warn({ job: scope.taskIdentifier, err: error ?? err }, message);
  else log().debug({ job: scope.taskIdentifier }, message);
});

/** Makes the tables of the queue, or brings them up to date. By connections of its own, which wait for others as long as it takes. */
export const prepareJobs = (): Promise<void> => runMigrations({ connectionString: env().DATABASE_URL, logger });

/**
 * Queues a job inside the transaction that causes it: it exists exactly when the transaction does. `payload` must be JSON.
 */
export async function queueJob(tx: Db, name: string, payload: unknown, options: JobOptions = {}): Promise<void> {
  const { runAt = null, key = null, queue = null, maxAttempts = MAX_ATTEMPTS } = options;
  await untilQueued([name], async () => {
    const [row] = await tx.$queryRaw<Queued[]>`
      SELECT (graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${queue},
        run_at => ${runAt}::timestamptz, job_key => ${key}, max_attempts => ${maxAttempts}::int)).id::text`;
    return row?.id ? [] : [name];
  });
}

type Queued = { id: string | null };

/** How often a job is queued that was taken up while it was being replaced. */
const QUEUE_TRIES = 10;

/**
 * Queues `jobs` again while `queue` answers that some were left out: of a key whose job is taken up between two steps of
 * `add_job`, neither the old nor the new one remains to be run. Next time the old one is under way, and the new one waits.
 */
async function untilQueued<T>(jobs: T[], queue: (jobs: T[]) => Promise<T[]>): Promise<void> {
  let left = jobs;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries === QUEUE_TRIES) throw new Error("a job could not be queued");
    left = await queue(left);
  }
}

const ADD_MANY = `
  SELECT job.key, (graphile_worker.add_job($1::text, payload => job.payload, run_at => job.run_at, job_key => job.key,
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
  await untilQueued(jobs, async (some) => {
    const rows = some.map(({ payload, runAt, key }) => ({ payload, run_at: runAt, key }));
    const queued = await query<Queued & { key: string }>("jobs.add", ADD_MANY, [name, JSON.stringify(rows)]);
    const leftOut = new Set(queued.filter(({ id }) => id === null).map(({ key }) => key));
    return some.filter(({ key }) => leftOut.has(key));
  });
}

/** Takes back the waiting job with this key, if there is one, in the transaction of `query`. */
export async function dropJob(query: Query, key: string): Promise<void> {
  await query("jobs.drop", "SELECT (graphile_worker.remove_job($1::text)).id::text", [key]);
}

/** Deletes at most `limit` jobs that were given up before `time`, and answers how many. */
export const deleteFailedJobs = (time: Date, limit: number): Promise<number> => db().$executeRaw`
  DELETE FROM graphile_worker._private_jobs WHERE id IN (
    SELECT id FROM graphile_worker._private_jobs
    WHERE attempts >= max_attempts AND locked_at IS NULL AND updated_at < ${time}::timestamptz LIMIT ${limit}
  )`;

/**
 * Works off the queue, and queues what `schedule` says, until the returned function is called, which lets running jobs
 * finish. A queue that gave up because the database was away is opened again. `onCutShort` hears of jobs whose process died.
 */
export async function runJobs(
  jobs: Record<string, Job>,
  schedule: Scheduled[] = [],
  onCutShort: OnCutShort = async () => undefined,
  concurrency = CONCURRENCY,
): Promise<() => Promise<void>> {
  const { signal, abort } = stopSign();
  const open = () => openQueue(jobs, schedule, onCutShort, concurrency);
  let queue = await open();
  const keepOpen = async (): Promise<void> => {
    await queue.ended;
    await setTimeout(REOPEN_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      queue = await open();
      // The stop came while it was being opened, and met the one before.
      if (signal.aborted) await queue.stop();
    } catch (error) {
      log().warn({ err: error }, "the queue of jobs could not be opened again");
    }
    return keepOpen();
  };
  const kept = keepOpen();
  return async () => {
    abort();
    await Promise.all([queue.stop(), kept]);
  };
}

function stopSign() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

type Queue = { stop: () => Promise<void>; ended: Promise<void> };

async function openQueue(
  jobs: Record<string, Job>,
  schedule: Scheduled[],
  onCutShort: OnCutShort,
  concurrency: number,
): Promise<Queue> {
  const taskList: TaskList = {};
  for (const [name, job] of Object.entries(jobs)) {
    taskList[name] = async (payload, { job: { id, attempts, max_attempts }, abortSignal: signal }) => {
      // All jobs of a queue have the same one.
      setMaxListeners(0, signal);
      if (isOvertaken(payload)) return log().debug({ job: name, payload }, "a due time was overtaken by the next");
      await job(payload, { id, number: attempts, last: attempts >= max_attempts, signal });
    };
  }
  const events: WorkerEvents = new EventEmitter();
  let leave = async (): Promise<void> => undefined;
  events.on("pool:create", ({ workerPool }) => {
    leave = startWorkers(workerPool.id, onCutShort);
  });
  const runner = await run({
    pgPool: pool(),
    taskList,
    parsedCronItems: parseCronItems(schedule.map(toCronItem)),
    events,
    logger,
    concurrency,
    pollInterval: POLL_MS,
    noHandleSignals: true,
  });
  const ended = runner.promise
    .catch((error: unknown) => log().warn({ err: error }, "the queue of jobs ended"))
    .then(() => leave());
  return {
    ended,
    stop: () =>
      runner
        .stop()
        .catch(() => undefined)
        .then(() => ended),
  };
}

/** What a due run says of itself: its time, and the times of its like. */
const Due = z
  .object({ _cron: z.object({ ts: z.coerce.date() }), _crontab: z.string() })
  .transform(({ _cron: { ts }, _crontab: crontab }) => ({ ts, crontab }));

/** Of several due times that were missed only the last is made up for: its run follows this one. */
function isOvertaken(payload: unknown): boolean {
  const { data: due } = Due.safeParse(payload);
  const next = due && nextDue(due.crontab, due.ts);
  return Boolean(next && next.getTime() <= Date.now());
}

/**
 * Runs of one name follow each other; those missed in the last day are queued again, each for itself: a key that they share
 * loses a due time whose forerunner is taken up at that moment.
 */
const toCronItem = ({ name, crontab, job, payload }: Scheduled): CronItem => ({
  task: job,
  match: crontab,
  identifier: name,
  payload: { ...payload, _crontab: crontab },
  options: {
    backfillPeriod: MADE_UP_FOR_MS,
    maxAttempts: SCHEDULED_ATTEMPTS,
    queueName: `schedule:${name}`,
  },
});
