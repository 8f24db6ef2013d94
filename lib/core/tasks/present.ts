import { presentUser } from "@/lib/core/members/present";
import type { continuousTasks } from "./continuous";
import type { ContinuousState, TaskRun } from "./schemas";
import type { RunRow } from "./task-store";

export const presentRun = ({ id, dueAt, askedBy, startedAt, finishedAt, note, error }: RunRow): TaskRun => ({
  id,
  state: finishedAt === null ? "running" : error === null ? "done" : "failed",
  dueAt: dueAt?.toISOString() ?? null,
  askedBy: askedBy && presentUser(askedBy),
  startedAt: startedAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
  durationMs: finishedAt && Math.max(0, finishedAt.getTime() - startedAt.getTime()),
  note,
  error,
});

export const presentContinuous = ({ task, last }: ReturnType<typeof continuousTasks>[number]): ContinuousState => ({
  name: task.name,
  label: task.label,
  everySeconds: task.everyMs / 1_000,
  lastRound: last ? { ...last, startedAt: last.startedAt.toISOString() } : null,
});
