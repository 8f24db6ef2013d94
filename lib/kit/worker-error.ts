const FAULTS = {
  too_slow: "The task took too long.",
  too_much_memory: "The task took too much memory.",
  too_busy: "Too many tasks wait.",
  aborted: "The task was stopped.",
  broken: "The thread of the task ended.",
  failed: "The task failed.",
} as const;

export type PoolReason = keyof typeof FAULTS;

/** Why a task of a worker pool gave nothing. Recognise it with `isPoolError`. */
export class PoolError extends Error {
  override readonly name = "PoolError";
  constructor(
    readonly reason: PoolReason,
    /** What the worker said of its own error, when `failed`. */
    readonly fault?: unknown,
    cause?: unknown,
  ) {
    super(FAULTS[reason], { cause });
  }
}

export function isPoolError(error: unknown): error is PoolError {
  return error instanceof Error && error.name === "PoolError" && "reason" in error;
}
