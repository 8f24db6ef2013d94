import { isDatabaseDown } from "@/lib/kit/db";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";
import { insertViolations } from "./violation-store";

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
/** The characters of a key that are stored: a name somebody tried may be of any length. */
const KEY_MAX = 320;

const waiting = () => remember("rate-violations", () => new Map<string, Counted>());

/** Notes a refusal; those of one key are written together. Beyond 5,000 keys in two seconds they are only counted in memory. */
export const noteViolation = (violation: Violation): void =>
  keep({ ...violation, key: violation.key.slice(0, KEY_MAX), count: 1, at: new Date() });

function keep(counted: Counted): void {
  const id = `${counted.policy}:${counted.shadow}:${counted.key}`;
  const known = waiting().get(id);
  if (known) known.count += counted.count;
  else if (waiting().size < KEYS_MAX) waiting().set(id, counted);
}

/** Writes what was noted. While the database is away it is kept for the next flush. */
export async function flushViolations(): Promise<void> {
  const batch = [...waiting().values()];
  if (batch.length === 0) return;
  waiting().clear();
  for (const left of await write(batch)) keep(left);
}

/** Answers what could not be written yet. A row that no database can hold must not keep the others waiting for ever. */
async function write(rows: Counted[]): Promise<Counted[]> {
  try {
    await insertViolations(rows.map(({ at, ...row }) => ({ ...row, id: newId(), createdAt: at })));
    return [];
  } catch (error) {
    if (isDatabaseDown(error)) {
      log().warn({ err: error }, "rate limit violations could not be written yet");
      return rows;
    }
    if (rows.length > 1) return await oneByOne(rows);
    log().error({ err: error }, "a violation cannot be written and is left out");
    return [];
  }
}

async function oneByOne(rows: Counted[]): Promise<Counted[]> {
  const left: Counted[] = [];
  for (const row of rows) left.push(...(await write([row])));
  return left;
}

/** Flushes every two seconds until the returned function is called, which flushes once more. */
export function keepFlushingViolations(): () => Promise<void> {
  const timer = setInterval(() => void flushViolations(), FLUSH_MS);
  return async () => {
    clearInterval(timer);
    await flushViolations();
  };
}
