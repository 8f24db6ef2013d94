import type { Ctx, System } from "@/lib/core/context";

/** Work that is due at times of the clock, in whichever process comes first. */
export type Task = {
  /** Room and verb, e.g. `analytics.rollUp`. */
  name: string;
  /** What admins read. */
  label: string;
  /** When it is due, in UTC: minute, hour, day of the month, month, day of the week. */
  crontab: string;
  /**
   * Does the work and may say in a short sentence what was done. A run that dies is taken up again, so it must bear
   * repetition; `signal` tells it to stop soon.
   */
  run: (ctx: Ctx<System>, signal: AbortSignal) => Promise<string | void>;
};
