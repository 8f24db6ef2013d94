import { z } from "zod";
import { PublicUser } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

const time = z.iso.datetime();

/** One run of a task. One whose process ended in the middle has failed too; another run follows it. */
export const TaskRun = z.strictObject({
  id: Id,
  state: z.enum(["running", "done", "failed"]),
  /** When the clock asked for it; null when an admin did. */
  dueAt: time.nullable(),
  askedBy: PublicUser.nullable(),
  startedAt: time,
  finishedAt: time.nullable(),
  durationMs: z.number().int().nonnegative().nullable(),
  /** What was done. */
  note: z.string().nullable(),
  error: z.string().nullable(),
});
export type TaskRun = z.infer<typeof TaskRun>;

/** A task, when it is due, and how its last run went. */
export const TaskState = z.strictObject({
  name: z.string(),
  label: z.string(),
  /** In UTC. */
  crontab: z.string(),
  nextDueAt: time.nullable(),
  lastRun: TaskRun.nullable(),
});
export type TaskState = z.infer<typeof TaskState>;

/** What the process that answers does over and over for itself, and how the last round went. */
export const ContinuousState = z.strictObject({
  name: z.string(),
  label: z.string(),
  everySeconds: z.number().positive(),
  lastRound: z
    .strictObject({
      startedAt: time,
      durationMs: z.number().int().nonnegative(),
      note: z.string().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
});
export type ContinuousState = z.infer<typeof ContinuousState>;

export const TaskList = z.strictObject({
  items: z.array(TaskState),
  nextCursor: z.null(),
  /** Beside the tasks that are due by the clock. They cannot be asked for. */
  continuous: z.array(ContinuousState),
});
export type TaskList = z.infer<typeof TaskList>;

const name = z.string().min(1).max(60);
export const TaskInput = z.strictObject({ name });
export const ListTaskRunsInput = z.strictObject({ name, ...pageFields });
export const TaskRunPage = pageOf(TaskRun);

/** The run that was asked for waits in the queue, and begins within seconds. */
export const TaskAsked = z.strictObject({ name, state: z.literal("queued") });
