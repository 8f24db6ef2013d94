/** Rows that one statement removes at most: none holds a table for long. */
const BATCH = 5_000;

/** Calls `remove` with how many rows it may remove until none is left or `signal` asks to stop; answers how many went. */
export async function inBatches(signal: AbortSignal, remove: (limit: number) => Promise<number>): Promise<number> {
  let removed = 0;
  for (let last = BATCH; last === BATCH && !signal.aborted; removed += last) last = await remove(BATCH);
  return removed;
}
