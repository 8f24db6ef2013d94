import { extensionPoint } from "@/lib/kit/extension-point";
import type { Job } from "@/lib/kit/jobs";
import type { Task } from "./task";

/** Where capabilities and features add their tasks. */
export const taskPoint = extensionPoint<Task>("tasks");

/** Every task by name. */
export const tasks = taskPoint.derive((all) => new Map(all.map((task) => [task.name, task])));

/** Where they add the jobs that the queue may hold, by name. */
export const jobPoint = extensionPoint<Record<string, Job>>("jobs");

/** Where they add those that mostly wait for servers elsewhere. */
export const slowJobPoint = extensionPoint<Record<string, Job>>("slow-jobs");

const byName = (all: readonly Record<string, Job>[]): Record<string, Job> => Object.assign({}, ...all);

/** Every job by name. */
export const jobs = (): Record<string, Job> => byName(jobPoint.all());

/** Every slow job by name: they run beside the others, so that nothing of ours waits for a server elsewhere. */
export const slowJobs = (): Record<string, Job> => byName(slowJobPoint.all());
