import { sessionCleanUp } from "@/lib/core/sessions/clean-up";
import { dataCleanUp } from "@/lib/core/tasks/clean-up";
import { RUN_TASK } from "@/lib/core/tasks/run-task";
import type { Task } from "@/lib/core/tasks/task";
import type { Scheduled } from "@/lib/kit/jobs";

/** Everything this house does by the clock. */
export const houseTasks: Task[] = [sessionCleanUp, dataCleanUp];

/** When which task is queued. */
export const schedule: Scheduled[] = houseTasks.map(({ name, crontab }) => ({
  name,
  crontab,
  job: RUN_TASK,
  payload: { task: name },
}));
