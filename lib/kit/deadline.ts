const LATE = Symbol("late");

/** What `task` gives, or `late` when that takes longer than `ms` milliseconds: then the task is left to itself. */
export async function within<T, L>(task: Promise<T>, ms: number, late: L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<L>((resolve) => {
    // After a blocked event loop timers come before sockets: let an answer that is already there be read first.
    timer = setTimeout(() => setImmediate(resolve, late), ms);
  });
  try {
    return await Promise.race([task, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** As `within`, for what must be there: whoever waits longer than `ms` milliseconds gets an error that says `words`. */
export async function withDeadline<T>(task: Promise<T>, ms: number, words: string): Promise<T> {
  const given = await within(task, ms, LATE);
  if (given === LATE) throw new Error(words);
  return given;
}

/** Whether `task` succeeds within `ms` milliseconds. Never rejects. */
export const succeedsWithin = (task: Promise<unknown>, ms: number): Promise<boolean> => {
  const outcome = task.then(
    () => true,
    () => false,
  );
  return within(outcome, ms, false);
};
