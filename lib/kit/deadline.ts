/**
 * What `task` gives, unless it takes longer than `ms` milliseconds: then it rejects with `words`, and the task is left to
 * itself.
 */
export async function withDeadline<T>(task: Promise<T>, ms: number, words: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // After a blocked event loop timers come before sockets: let an answer that is already there be read first.
      setImmediate(reject, new Error(words));
    }, ms);
  });
  try {
    return await Promise.race([task, late]);
  } finally {
    clearTimeout(timer);
  }
}
