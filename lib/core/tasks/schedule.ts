import type { Scheduled } from "@/lib/kit/jobs";
import { tasks } from "./registry";
import { RUN_TASK } from "./run-task";

/** When which task is queued. */
export const schedule = (): Scheduled[] =>
  [...tasks().values()].map(({ name, crontab }) => ({ name, crontab, job: RUN_TASK, payload: { task: name } }));
