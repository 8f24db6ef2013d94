import { extensionPoint } from "@/lib/kit/extension-point";
import type { Job } from "@/lib/kit/jobs";
import type { Task } from "./task";

/** Where capabilities and features add their tasks. */
export const taskPoint = extensionPoint<Task>("tasks");

/** Every task by name. */
export const tasks = taskPoint.derive((all) => new Map(all.map((task) => [task.name, task])));

/** Where they add the jobs that the queue may hold, by name. */
export const jobPoint = extensionPoint<Record<string, Job>>("jobs");

/** Every job by name. */
export const jobs = (): Record<string, Job> => Object.assign({}, ...jobPoint.all()) as Record<string, Job>;
