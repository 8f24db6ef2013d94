import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";

/** Work that every process does for itself over and over: it waits in no queue, and leaves no row in the database. */
export type ContinuousTask = {
  /** Room and verb, e.g. `realtime.sweep`. */
  name: string;
  /** What admins read. */
  label: string;
  everyMs: number;
  /** Does one round and may say in a short sentence what was done. */
  run: () => Promise<string | void>;
};

/** How a round went. */
export type Round = { startedAt: Date; durationMs: number; note: string | null; error: string | null };

type Kept = { task: ContinuousTask; last: Round | undefined };

const kept = () => remember("continuous-tasks", () => new Map<string, Kept>());

/** What this process does over and over, and how the last round of each went. */
export const continuousTasks = (): Kept[] => [...kept().values()];

/** Does `task` over and over in this process, one round at a time, until the answered function is called. */
export function startContinuous(task: ContinuousTask): () => void {
  const entry: Kept = { task, last: undefined };
  kept().set(task.name, entry);
  let busy = false;
  const round = async () => {
    if (busy) return;
    busy = true;
    entry.last = await roundOf(task);
    busy = false;
  };
  const timer = setInterval(() => void round(), task.everyMs);
  return () => {
    clearInterval(timer);
    kept().delete(task.name);
  };
}

async function roundOf(task: ContinuousTask): Promise<Round> {
  const startedAt = new Date();
  const began = performance.now();
  const end = (note: string | null, error: string | null): Round => ({
    startedAt,
    durationMs: Math.round(performance.now() - began),
    note,
    error,
  });
  try {
    return end((await task.run()) ?? null, null);
  } catch (error) {
    log().error({ task: task.name, err: error }, "a round of a continuous task failed");
    return end(null, error instanceof Error ? error.message : String(error));
  }
}
