import type { Query } from "@/lib/kit/db";

/** Why a notification was archived. */
export type ArchiveReason = "deleted" | "withdrawn" | "recalled" | "expired";

/** A notification that was archived, and whether it was shown in the app. */
export type Archived = { id: string; userId: string; shown: boolean };

/** Which to archive: a condition on `n` with values from `$3` on, and of those that meet it the first so many. */
type Which = { name: string; where: string; values: unknown[]; orderBy?: string; take: number };

/**
 * Members before their notifications, as when one is made, so that nobody waits in a circle. What was recalled keeps no
 * title: nobody shall read it any more.
 */
const statement = ({ where, orderBy = "n.id", take }: Which): string => `
  WITH doomed AS (SELECT n.id, n.user_id FROM notifications n WHERE ${where} ORDER BY ${orderBy} LIMIT ${take}),
  member AS (
    SELECT id FROM users WHERE id = ANY (ARRAY(SELECT user_id FROM doomed)) ORDER BY id FOR NO KEY UPDATE
  ),
  raised AS (
    UPDATE users u SET notification_rev = u.notification_rev + 1 FROM member WHERE u.id = member.id RETURNING u.id
  ),
  gone AS (
    DELETE FROM notifications n USING doomed JOIN raised ON raised.id = doomed.user_id
    WHERE n.id = doomed.id AND ${where}
    RETURNING n.id, n.user_id, n.seq, n.type, n.title, n.read_at, n.skipped, n.created_at, n.shown
  ),
  kept AS (
    INSERT INTO archived_notifications (id, user_id, seq, type, title, read_at, skipped, created_at,
      archive_reason, archived_at)
    SELECT id, user_id, seq, type, CASE $1::text WHEN 'recalled' THEN '' ELSE title END, read_at, skipped, created_at,
      $1::text, $2::timestamptz
    FROM gone
  ),
  dropped AS (
    UPDATE notification_deliveries d SET state = 'dropped', reason = $1::text, until = NULL, updated_at = $2::timestamptz
    FROM gone WHERE d.notification_id = gone.id AND d.state IN ('waiting', 'sending')
  )
  SELECT id, user_id AS "userId", shown FROM gone`;

/**
 * Deletes notifications, the only way to do it: what waits to be sent of them is dropped, and how they fared is kept.
 * Answers those that were deleted, at most `take`.
 */
export const archiveNotifications = (query: Query, reason: ArchiveReason, which: Which): Promise<Archived[]> =>
  query<Archived>(`notifications.archive.${which.name}`, statement(which), [
    reason,
    new Date().toISOString(),
    ...which.values,
  ]);
