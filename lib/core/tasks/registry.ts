import { remember, rememberAs } from "@/lib/kit/remember";
import type { Task } from "./task";

/** Tells this room which tasks there are. Called once, at the start. */
export function offerTasks(tasks: Task[]): void {
  rememberAs("tasks", new Map(tasks.map((task) => [task.name, task])));
}

/** The tasks of this house by name. */
export const tasks = (): Map<string, Task> => remember("tasks", () => new Map<string, Task>());
