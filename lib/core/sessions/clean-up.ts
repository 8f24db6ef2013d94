import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endExpired, forgetEnded } from "@/lib/core/engine/sessions/store";
import { inBatches } from "@/lib/core/tasks/in-batches";
import type { Task } from "@/lib/core/tasks/task";
import { transact } from "@/lib/kit/transact";

/** Sessions ended by one statement. */
const BATCH = 1_000;
/** How long an ended session is remembered, for the notice of a new device. */
const REMEMBERED_MS = 90 * 86_400_000;

/** Ends sessions that expired or that nothing used for long, cuts their sockets, and forgets those that ended long ago. */
export const sessionCleanUp: Task = {
  name: "sessions.cleanUp",
  label: "End sessions whose time is over",
  crontab: "7 * * * *",
  async run(_ctx, signal) {
    let ended = 0;
    for (let count = BATCH; count === BATCH && !signal.aborted; ended += count) count = await endSome();
    const forgotten = await inBatches(signal, (limit) => forgetEnded(REMEMBERED_MS, limit));
    return `${ended} ended, ${forgotten} forgotten`;
  },
};

const endSome = (): Promise<number> =>
  transact(async (tx, afterCommit) => {
    const sessionIds = await endExpired(tx, BATCH);
    publishEnded(afterCommit, { sessionIds, reason: "expired" });
    return sessionIds.length;
  });
