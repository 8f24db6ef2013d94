import type { Task } from "@/lib/core/tasks/task";
import { AHEAD_MS, queueVisits } from "./visit-host";

/** Queues visits of the hosts that something is due at before the next minute. */
export const scheduleVisits: Task = {
  name: "watches.schedule",
  label: "Watch scheduler",
  crontab: "* * * * *",
  async run() {
    const count = await queueVisits(new Date(Date.now() + AHEAD_MS));
    return `${count} hosts to visit`;
  },
};
