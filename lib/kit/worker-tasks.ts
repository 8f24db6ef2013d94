import { parentPort } from "node:worker_threads";
import { lowerThreadPriority } from "./thread-priority";

export type TaskMessage = { task: string; args: unknown[] };
export type TaskAnswer = { ready: true } | { value: unknown } | { fault: unknown };

type Tasks = Record<string, (...args: never[]) => unknown>;

/**
 * Answers, in a worker thread that lets others go first, what a pool asks. An error crosses as `toFault` describes it, because its class and its own
 * properties do not cross.
 */
export function serveTasks(tasks: Tasks, toFault: (error: unknown) => unknown): void {
  const port = parentPort;
  if (port === null) throw new Error("Tasks are served in a worker thread only.");
  const answer = (message: TaskAnswer): void => port.postMessage(message, []);
  port.on("message", ({ task, args }: TaskMessage) => {
    try {
      answer({ value: tasks[task]?.(...(args as never[])) });
    } catch (error) {
      answer({ fault: toFault(error) });
    }
  });
  lowerThreadPriority();
  answer({ ready: true });
}
