import { PoolError } from "./worker-error";
import type { TaskMessage } from "./worker-tasks";
import { startThread, type Thread } from "./worker-thread";

export type PoolOptions = {
  /** How many threads run at once. 2 by default: a small machine has as many cores. */
  threads?: number;
  /** How long one task may take, in milliseconds. 5,000 by default. */
  timeoutMs?: number;
  /** How much a thread may keep, in megabytes. 192 by default. */
  memoryMb?: number;
  /** How many tasks may wait. 1,000 by default. */
  waitingMax?: number;
  /** How long a thread stays that has nothing to do, in milliseconds. 60,000 by default. */
  idleMs?: number;
};

type RunOptions = {
  signal?: AbortSignal;
  /** Buffers that are given away: the caller has them no more. */
  transfer?: ArrayBuffer[];
};

export type WorkerPool = {
  /**
   * Runs a task of the worker, when a thread is free. What it takes too much of ends its thread, and no other task.
   * @throws PoolError, whose `fault` is what the worker said of an error of its own
   */
  run: <T>(task: string, args: unknown[], options?: RunOptions) => Promise<T>;
  /** Stops all threads; what runs or waits fails as aborted. */
  close: () => Promise<void>;
};

type Job = {
  message: TaskMessage;
  transfer: ArrayBuffer[];
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  /** Takes it out of the queue, or stops its thread. */
  abort: () => void;
};

const DEFAULTS = { threads: 2, timeoutMs: 5_000, memoryMb: 192, waitingMax: 1_000, idleMs: 60_000 };

/**
 * A few threads that run the tasks of one file, named by its path in the checkout. They start when they are needed and
 * keep no process alive that has nothing else to do.
 */
export function createWorkerPool(path: string, options: PoolOptions = {}): WorkerPool {
  const settings = { ...DEFAULTS, ...options };
  const threads = new Set<Thread>();
  const waiting: Job[] = [];

  const next = (): void => {
    while (waiting.length > 0) {
      const idle = [...threads].find((thread) => !thread.busy());
      if (!idle && threads.size >= settings.threads) return;
      const job = waiting.shift();
      if (job) begin(idle, job);
    }
  };
  const open = (): Thread => {
    const thread = startThread(path, settings, () => void threads.delete(thread));
    threads.add(thread);
    return thread;
  };
  const begin = (idle: Thread | undefined, job: Job): void => {
    try {
      const thread = idle ?? open();
      job.abort = () => void thread.stop(new PoolError("aborted"));
      void thread.run(job.message, job.transfer).then(job.resolve, job.reject).finally(next);
    } catch (error) {
      job.reject(error);
    }
  };
  const enqueue = (job: Job): void => {
    if (waiting.length >= settings.waitingMax) return job.reject(new PoolError("too_busy"));
    waiting.push(job);
    job.abort = () => leave(waiting, job);
    next();
  };
  return {
    run: async <T>(task: string, args: unknown[], { signal, transfer = [] }: RunOptions = {}) => {
      if (signal?.aborted) throw new PoolError("aborted");
      const job = makeJob<T>({ task, args }, transfer);
      const abort = () => job.abort();
      signal?.addEventListener("abort", abort);
      enqueue(job);
      return job.promise.finally(() => signal?.removeEventListener("abort", abort));
    },
    close: async () => {
      for (const job of waiting.splice(0)) job.reject(new PoolError("aborted"));
      await Promise.all([...threads].map((thread) => thread.stop(new PoolError("aborted"))));
    },
  };
}

function makeJob<T>(message: TaskMessage, transfer: ArrayBuffer[]): Job & { promise: Promise<T> } {
  let settle: Pick<Job, "resolve" | "reject"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve: (value) => resolve(value as T), reject };
  });
  return {
    promise,
    message,
    transfer,
    abort: () => {},
    resolve: (value) => settle?.resolve(value),
    reject: (error) => settle?.reject(error),
  };
}

/** Takes a job that is wanted no more out of the queue, when it is still there. */
function leave(waiting: Job[], job: Job): void {
  const at = waiting.indexOf(job);
  if (at === -1) return;
  waiting.splice(at, 1);
  job.reject(new PoolError("aborted"));
}
