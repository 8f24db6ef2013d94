import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { nextDue } from "@/lib/kit/crontab";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { continuousTasks } from "./continuous";
import { presentContinuous, presentRun } from "./present";
import { tasks } from "./registry";
import { ListTaskRunsInput, TaskList, TaskRunPage, type TaskState } from "./schemas";
import type { Task } from "./task";
import { findRuns } from "./task-store";

/**
 * Every task of the instance, when it is due next and how its last run went; and what the process that answers does over and
 * over.
 */
export const listTasks = defineVerb({
  name: "tasks.list",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: TaskList,
  run: async () => ({
    items: await Promise.all([...tasks().values()].map(stateOf)),
    nextCursor: null,
    continuous: continuousTasks().map(presentContinuous),
  }),
});

async function stateOf({ name, label, crontab }: Task): Promise<TaskState> {
  const [last] = await findRuns(name, 1);
  const next = nextDue(crontab, new Date());
  return { name, label, crontab, nextDueAt: next?.toISOString() ?? null, lastRun: last ? presentRun(last) : null };
}

/** The runs of one task, newest first. Errors: not_found, invalid_input. */
export const listTaskRuns = defineVerb({
  name: "tasks.listRuns",
  access: "admin",
  reads: true,
  input: ListTaskRunsInput,
  output: TaskRunPage,
  async run(_ctx, { name, limit, cursor }) {
    if (!tasks().has(name)) return fail("not_found");
    const before = readCursor(cursor, z.tuple([Id]));
    return toPage(await findRuns(name, limit + 1, before?.[0]), limit, (row) => [row.id], presentRun);
  },
});
