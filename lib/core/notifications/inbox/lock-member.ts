import type { Query } from "@/lib/kit/db";

/**
 * The member `$1` as the first step of a statement, locked. Whoever changes deliveries holds their member's row before, as
 * whoever makes or deletes notifications does, so that nobody waits in a circle. What is changed must be joined to it.
 */
export const MEMBER = "member AS (SELECT id FROM users WHERE id = $1::uuid FOR NO KEY UPDATE)";

/** Locks the member, for a transaction that changes deliveries of theirs; those of one member come one after the other. */
export async function lockMember(query: Query, userId: string): Promise<void> {
  await query("notifications.lockMember", `WITH ${MEMBER} SELECT id FROM member`, [userId]);
}
