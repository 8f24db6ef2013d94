import { expect } from "vitest";
import { lockAccount } from "@/lib/core/members/store";
import { db } from "@/lib/kit/db";
import { type Tx, transact } from "@/lib/kit/transact";

/**
 * Lets `change` happen to an account at the worst moment for `begin`: after it has read the account, before it changes
 * anything. Answers what `begin` came to.
 */
export const overtake = <T>(userId: string, begin: () => Promise<T>, change: (tx: Tx) => Promise<unknown>) =>
  overtakeAt((tx) => lockAccount(tx, userId), begin, change);

/** As `overtake`, for what `begin` has to wait for because `lock` holds it. */
export async function overtakeAt<T>(
  lock: (tx: Tx) => Promise<unknown>,
  begin: () => Promise<T>,
  change: (tx: Tx) => Promise<unknown>,
) {
  const { under } = await transact(
    async (tx) => {
      await lock(tx);
      const begun = begin();
      // A failure is the caller's to see, once it comes.
      begun.catch(() => undefined);
      await expect.poll(waiting).toBe(1);
      await change(tx);
      return { under: begun };
    },
    { timeout: 60_000 },
  );
  return under;
}

/** How many transactions wait for a lock. */
export async function waiting(): Promise<number> {
  const [row] = await db().$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return row?.count ?? 0;
}
