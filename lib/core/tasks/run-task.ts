import { z } from "zod";
import { systemContext } from "@/lib/core/context";
import type { Attempt } from "@/lib/kit/jobs";
import { Id } from "@/lib/shared/ids";
import { tasks } from "./registry";
import { beginRun, endRun } from "./task-store";

/** The job that runs a task. */
export const RUN_TASK = "run-task";

/** All runs of a task wait in one line, so that they never overlap. */
export const lineOf = (task: string): string => `schedule:${task}`;

const Payload = z.object({
  task: z.string(),
  askedById: Id.optional(),
  _cron: z.object({ ts: z.coerce.date() }).optional(),
});

/**
 * Runs the task that a job names and notes how it went.
 * @throws what the task throws, so that the queue tries it again: not of a run that someone asked for and sees fail
 */
export async function runQueuedTask(payload: unknown, { id: jobId, signal }: Attempt): Promise<void> {
  const { task: name, askedById = null, _cron } = Payload.parse(payload);
  const task = tasks().get(name);
  const ctx = systemContext(`task:${name}`);
  // An instance of another version may know it.
  if (!task) return ctx.log.warn({ task: name }, "a task that nobody knows is due");
  const run = await beginRun({ task: name, jobId, dueAt: _cron?.ts ?? null, askedById });
  try {
    await endRun(run, { note: (await task.run(ctx, signal)) ?? undefined });
  } catch (error) {
    ctx.log.error({ task: name, err: error }, "a task failed");
    await endRun(run, { error: error instanceof Error ? error.message : String(error) });
    if (_cron || signal.aborted) throw error;
  }
}
