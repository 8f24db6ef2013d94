import { audit } from "@/lib/core/engine/audit/audit";
import { defineVerb } from "@/lib/core/verb/verb";
import { queueJob } from "@/lib/kit/jobs";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { tasks } from "./registry";
import { lineOf, RUN_TASK } from "./run-task";
import { TaskAsked, TaskInput } from "./schemas";

/** A run whose process died in the middle of it has used one up; one that failed is not tried again. */
const ATTEMPTS = 3;

/** Lets a task run as soon as a worker is free, beside its times. Asking again before it begins changes nothing. Errors: not_found. */
export const askForTask = defineVerb({
  name: "tasks.run",
  access: "admin",
  input: TaskInput,
  output: TaskAsked,
  async run(ctx, { name }) {
    if (!tasks().has(name)) fail("not_found");
    const askedById = ctx.actor.kind === "member" ? ctx.actor.id : undefined;
    const payload = { task: name, askedById };
    await transact(async (tx) => {
      await queueJob(tx, RUN_TASK, payload, { queue: lineOf(name), key: `asked:${name}`, maxAttempts: ATTEMPTS });
      await audit(tx, ctx, { action: "task.asked_for", target: { kind: "task", id: name } });
    });
    ctx.log.info({ event: "admin_action", task: name }, "a task was asked for by an admin");
    return { name, state: "queued" as const };
  },
});
