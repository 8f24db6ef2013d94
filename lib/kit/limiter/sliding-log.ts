import { LRUCache } from "lru-cache";

/** At most `limit` attempts in any span of `windowMs`. */
export type Quota = { limit: number; windowMs: number };

export type Verdict = {
  allowed: boolean;
  remaining: number;
  /** Epoch milliseconds: when the oldest attempt leaves the window; refused: when the same attempt would pass. */
  resetAt: number;
};

/** What is known of one key: pairs of time and count, the oldest first, starting at `head`. */
type Attempts = { marks: number[]; head: number; used: number };

/** Up to this limit every attempt keeps its own millisecond; above it times are rounded up to a 256th of the window. */
const EXACT_MAX = 256;
const KEYS_MAX = 50_000;

/** Milliseconds that attempts are rounded up to, so that a key never holds more than about 256 marks. */
export const grainOf = ({ limit, windowMs }: Quota): number =>
  limit <= EXACT_MAX ? 1 : Math.ceil(windowMs / EXACT_MAX);

/**
 * A sliding window kept in memory: exact, and bounded in keys (the least recently used go first) and in marks a key.
 * A refused attempt does not count. Times are epoch milliseconds; a clock that steps back makes nothing looser.
 */
export class SlidingLog {
  private readonly keys: LRUCache<string, Attempts>;

  constructor(keysMax = KEYS_MAX) {
    this.keys = new LRUCache<string, Attempts>({ max: keysMax });
  }

  get size(): number {
    return this.keys.size;
  }

  /** Counts an attempt of `cost` when it fits. */
  take(key: string, quota: Quota, cost: number, now: number): Verdict {
    const attempts = this.current(key, quota, now) ?? this.add(key, quota, now);
    const allowed = attempts.used + cost <= quota.limit;
    if (allowed && cost > 0) mark(attempts, quota, cost, now);
    return verdict(attempts, quota, allowed ? 0 : cost, now);
  }

  /** What an attempt of `cost` would meet, without counting it. */
  look(key: string, quota: Quota, cost: number, now: number): Verdict {
    const attempts = this.current(key, quota, now) ?? { marks: [], head: 0, used: 0 };
    return verdict(attempts, quota, attempts.used + cost <= quota.limit ? 0 : cost, now);
  }

  /** How many attempts count for `key`. */
  used(key: string, quota: Quota, now: number): number {
    return this.current(key, quota, now)?.used ?? 0;
  }

  /** Makes sure that at least `used` attempts count for `key`, as another counter says. */
  raise(key: string, quota: Quota, used: number, now: number): void {
    const attempts = this.current(key, quota, now) ?? this.add(key, quota, now);
    if (used > attempts.used) mark(attempts, quota, used - attempts.used, now);
  }

  forget(key: string): void {
    this.keys.delete(key);
  }

  private current(key: string, quota: Quota, now: number): Attempts | undefined {
    const attempts = this.keys.get(key);
    if (attempts) prune(attempts, now - quota.windowMs);
    return attempts;
  }

  /** A new key makes room by dropping up to two that nobody used for a whole window. */
  private add(key: string, quota: Quota, now: number): Attempts {
    let looked = 0;
    for (const old of this.keys.rkeys()) {
      const attempts = this.keys.peek(old);
      if (++looked > 2 || (attempts && newest(attempts) > now - quota.windowMs)) break;
      this.keys.delete(old);
    }
    const attempts = { marks: [], head: 0, used: 0 };
    this.keys.set(key, attempts);
    return attempts;
  }
}

const newest = ({ marks }: Attempts): number => marks.at(-2) ?? Number.NEGATIVE_INFINITY;

/** Drops marks of `until` and before. */
function prune(attempts: Attempts, until: number): void {
  const { marks } = attempts;
  let { head } = attempts;
  while (head < marks.length && at(marks, head) <= until) {
    attempts.used -= at(marks, head + 1);
    head += 2;
  }
  if (head === marks.length) marks.length = head = 0;
  else if (head > 64 && head * 2 > marks.length) {
    marks.splice(0, head);
    head = 0;
  }
  attempts.head = head;
}

function mark(attempts: Attempts, quota: Quota, cost: number, now: number): void {
  const { marks } = attempts;
  const grain = grainOf(quota);
  const time = now - (now % grain) + grain - 1;
  attempts.used += cost;
  if (newest(attempts) < time) marks.push(time, cost);
  else marks[marks.length - 1] = at(marks, marks.length - 1) + cost;
}

/** `refused` is the cost of an attempt that does not fit, else 0. */
function verdict(attempts: Attempts, { limit, windowMs }: Quota, refused: number, now: number): Verdict {
  const { marks, head, used } = attempts;
  const remaining = Math.max(0, limit - used);
  const allowed = refused === 0;
  if (used === 0 || refused > limit) return { allowed, remaining, resetAt: allowed ? now : now + windowMs };
  let freed = 0;
  let position = head;
  const needed = allowed ? 1 : used + refused - limit;
  while (freed + at(marks, position + 1) < needed) {
    freed += at(marks, position + 1);
    position += 2;
  }
  return { allowed, remaining, resetAt: at(marks, position) + windowMs };
}

const at = (marks: number[], index: number): number => marks[index] ?? 0;
