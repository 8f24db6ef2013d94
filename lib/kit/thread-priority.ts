import { readlinkSync } from "node:fs";
import { constants, setPriority } from "node:os";

/**
 * Lets everything else on the machine go before this thread, where the system knows threads one by one (Linux). Elsewhere
 * nothing happens: to lower the whole process would hit those who wait for an answer.
 */
export function lowerThreadPriority(): void {
  if (process.platform !== "linux") return;
  try {
    const [, thread] = /\/task\/(\d+)$/.exec(readlinkSync("/proc/thread-self")) ?? [];
    if (thread) setPriority(Number(thread), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A system that forbids it loses nothing but the courtesy.
  }
}
