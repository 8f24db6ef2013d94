import { writeBehind } from "@/lib/kit/write-behind";
import { addHits } from "./store";

/** How often hits are written, in milliseconds, and of how many blocks they wait at most: as many as are in force. */
const FLUSH_MS = 5_000;
const WAITING_MAX = 20_000;

const hits = writeBehind<[blockId: string, count: number]>({
  name: "hits of IP blocks",
  max: WAITING_MAX,
  flushMs: FLUSH_MS,
  merge: ([id, count], [, more]) => [id, count + more],
  write: (batch) => addHits(batch),
});

/** Notes that a block turned something away. */
export const noteHit = (blockId: string): void => void hits.add(blockId, [blockId, 1]);

/** Writes how often blocks turned something away. */
export const flushHits = hits.flush;

/** Flushes every five seconds until the answered function is called, which writes what is left. */
export const startHitFlush = hits.start;
