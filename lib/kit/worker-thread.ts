import { systemCode } from "./start-error";
import { PoolError } from "./worker-error";
import { workerFile } from "./worker-file";
import type { TaskAnswer, TaskMessage } from "./worker-tasks";

/** Loading is not counted as the time of a task: the machine may be busy with other starts. */
const START_MS = 60_000;
const YOUNG_MB = 32;

export type Thread = {
  busy: () => boolean;
  /** @throws PoolError */
  run: (message: TaskMessage, transfer: ArrayBuffer[]) => Promise<unknown>;
  /** Ends the thread; the task that it runs fails with this error. */
  stop: (error: PoolError) => Promise<unknown>;
};

type Limits = { timeoutMs: number; memoryMb: number; idleMs: number };
type Task = { resolve: (value: unknown) => void; reject: (error: PoolError) => void; timer?: NodeJS.Timeout };

/** Starts a worker thread that runs one task at a time; `ended` is called when it is gone. */
export function startThread(path: string, { timeoutMs, memoryMb, idleMs }: Limits, ended: () => void): Thread {
  const file = workerFile(path);
  // Taken at run time, because bundlers follow `new Worker`, and would make a second copy of its file.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB };
  const worker = new Worker(file, { execArgv: [], resourceLimits });
  let task: Task | undefined;
  let isReady = false;
  let idle: NodeJS.Timeout | undefined;

  /** Is given no more tasks from this moment, although it ends a little later. */
  const leave = (): void => {
    ended();
    void worker.terminate();
  };
  const settle = (finish: (task: Task) => void): void => {
    const done = task;
    clearTimeout(done?.timer);
    task = undefined;
    worker.unref();
    idle = setTimeout(leave, idleMs).unref();
    if (done) finish(done);
  };
  const stop = (error: PoolError): Promise<unknown> => {
    ended();
    settle(({ reject }) => reject(error));
    clearTimeout(idle);
    return worker.terminate();
  };
  const limit = (ms: number): NodeJS.Timeout => setTimeout(() => void stop(new PoolError("too_slow")), ms);

  worker.on("message", (answer: TaskAnswer) => {
    if ("ready" in answer) {
      isReady = true;
      clearTimeout(task?.timer);
      if (task) task.timer = limit(timeoutMs);
    } else if ("fault" in answer) settle(({ reject }) => reject(new PoolError("failed", answer.fault)));
    else settle(({ resolve }) => resolve(answer.value));
  });
  worker.on("error", (error) => void stop(asPoolError(error)));
  worker.on("exit", () => void stop(new PoolError("broken")));

  return {
    busy: () => task !== undefined,
    run: (message, transfer) =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        worker.ref();
        task = { resolve, reject, timer: limit(isReady ? timeoutMs : START_MS) };
        worker.postMessage(message, transfer);
      }),
    stop,
  };
}

const asPoolError = (error: unknown): PoolError =>
  systemCode(error) === "ERR_WORKER_OUT_OF_MEMORY"
    ? new PoolError("too_much_memory", undefined, error)
    : new PoolError("broken", undefined, error);
