/** Unsent bytes after which a reader that does not keep up is closed; it comes back and asks `sync`. */
export const BACKLOG_MAX = 1024 * 1024;

/** What a connection may send: a burst, refilled by so much a second. */
type Rate = { burst: number; perSecond: number };
const BYTES: Rate = { burst: 1024 * 1024, perSecond: 128 * 1024 };
/** More than the events of a connection, which are answered when they are too many. */
const FRAMES: Rate = { burst: 600, perSecond: 100 };

type Bucket = { left: number; at: number };

/** What one connection may still send. */
export type Traffic = { bytes: Bucket; frames: Bucket };

export const newTraffic = (now = Date.now()): Traffic => ({
  bytes: { left: BYTES.burst, at: now },
  frames: { left: FRAMES.burst, at: now },
});

/** Whether a connection may send so many bytes more. */
export const countBytes = ({ bytes }: Traffic, count: number, now = Date.now()): boolean =>
  takeFrom(bytes, BYTES, count, now);

/** Whether it may send one frame or packet more. */
export const countFrame = ({ frames }: Traffic, now = Date.now()): boolean => takeFrom(frames, FRAMES, 1, now);

function takeFrom(bucket: Bucket, { burst, perSecond }: Rate, count: number, now: number): boolean {
  const refill = (Math.max(0, now - bucket.at) / 1000) * perSecond;
  bucket.left = Math.min(burst, bucket.left + refill) - count;
  bucket.at = now;
  return bucket.left >= 0;
}
