import { writeBehind } from "@/lib/kit/write-behind";
import { newId } from "@/lib/shared/ids";
import { insertViolations } from "./violation-store";

export type Violation = {
  rateLimit: string;
  key: string;
  userId: string | null;
  ip: string;
  reason: string;
  shadow: boolean;
};

type Counted = Violation & { count: number; at: Date };

/** How often refusals reach the database, and how many keys are kept apart until then. */
const FLUSH_MS = 2_000;
const KEYS_MAX = 5_000;
/** The characters of a key that are stored: a name somebody tried may be of any length. */
const KEY_MAX = 320;

const refusals = writeBehind<Counted>({
  name: "rate limit violations",
  max: KEYS_MAX,
  flushMs: FLUSH_MS,
  merge: (known, next) => ({ ...known, count: known.count + next.count }),
  write: (batch) => insertViolations(batch.map(({ at, ...row }) => ({ ...row, id: newId(), createdAt: at }))),
});

/** Notes a refusal; those of one key are written together. */
export function noteViolation(violation: Violation): void {
  const key = violation.key.slice(0, KEY_MAX);
  refusals.add(`${violation.rateLimit}:${violation.shadow}:${key}`, { ...violation, key, count: 1, at: new Date() });
}

/** Writes what was noted. */
export const flushViolations = refusals.flush;

/** Flushes every two seconds until the returned function is called, which writes what is left. */
export const startViolationFlush = refusals.start;
