import { db } from "@/lib/kit/db";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";

export type Violation = {
  policy: string;
  key: string;
  userId: string | null;
  address: string;
  reason: string;
  shadow: boolean;
};

type Counted = Violation & { count: number; at: Date };

/** How often refusals reach the database, and how many keys are kept apart until then. */
const FLUSH_MS = 2_000;
const KEYS_MAX = 5_000;

const waiting = () => remember("rate-violations", () => new Map<string, Counted>());

/** Notes a refusal; those of one key are written together. Beyond 5,000 keys in two seconds they are only counted in memory. */
export function noteViolation(violation: Violation): void {
  const id = `${violation.policy}:${violation.shadow}:${violation.key}`;
  const known = waiting().get(id);
  if (known) known.count++;
  else if (waiting().size < KEYS_MAX) waiting().set(id, { ...violation, count: 1, at: new Date() });
}

/** Writes what was noted. What can't be written now is tried again with the next flush. */
export async function flushViolations(): Promise<void> {
  const batch = [...waiting().values()];
  if (batch.length === 0) return;
  waiting().clear();
  try {
    await db().rateViolation.createMany({
      data: batch.map(({ at, ...row }) => ({ ...row, id: newId(), createdAt: at })),
    });
  } catch (error) {
    log().warn({ err: error }, "rate limit violations could not be written yet");
    for (const { count, at: _, ...violation } of batch) for (let i = 0; i < count; i++) noteViolation(violation);
  }
}

/** Flushes every two seconds until the returned function is called, which flushes once more. */
export function keepFlushingViolations(): () => Promise<void> {
  const timer = setInterval(() => void flushViolations(), FLUSH_MS);
  return async () => {
    clearInterval(timer);
    await flushViolations();
  };
}
