import { keepActivity } from "@/lib/core/activity/tasks";
import { rollUpActivity } from "@/lib/core/analytics/roll-up";
import { checkAudit } from "@/lib/core/audit/tasks";
import { requeueDeliveries } from "@/lib/core/notifications/delivery/requeue";
import { cleanUpNotifications } from "@/lib/core/notifications/inbox/clean-up";
import { sessionCleanUp } from "@/lib/core/sessions/clean-up";
import { backup } from "@/lib/core/tasks/backup";
import { dataCleanUp } from "@/lib/core/tasks/clean-up";
import { RUN_TASK } from "@/lib/core/tasks/run-task";
import type { Task } from "@/lib/core/tasks/task";
import type { Scheduled } from "@/lib/kit/jobs";

/** Everything this house does by the clock. */
export const houseTasks: Task[] = [
  rollUpActivity,
  sessionCleanUp,
  dataCleanUp,
  cleanUpNotifications,
  requeueDeliveries,
  keepActivity,
  checkAudit,
  backup,
];

/** When which task is queued. */
export const schedule: Scheduled[] = houseTasks.map(({ name, crontab }) => ({
  name,
  crontab,
  job: RUN_TASK,
  payload: { task: name },
}));
