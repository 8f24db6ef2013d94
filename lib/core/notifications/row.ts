import type { Skipped } from "./preferences/profile";

/** A notification as the statements of this room answer it. */
export type NotificationRow = {
  id: string;
  userId: string;
  seq: number;
  type: string;
  title: string;
  body: string;
  url: string | null;
  data: unknown;
  read: boolean;
  readAt: Date | null;
  shown: boolean;
  createdAt: Date;
  expiresAt: Date | null;
  /** What it stands for, when that is more than one; null for most, which costs a list nothing. */
  several: Several | null;
};

/** How many were merged, how many different people caused them, and the newest two of those. */
export type Several = {
  count: number;
  people: number;
  first: string | null;
  second: string | null;
  /** What follows the names. */
  phrase: string;
};

/** A notification as it was just stored, with the channels that do not take it. */
export type StoredRow = NotificationRow & { skipped: Skipped };

/** What a statement about the table `notifications`, or about rows of its shape, selects as a `NotificationRow`. */
export const COLUMNS = `id, user_id AS "userId", seq, type, title, body, url, data, read, read_at AS "readAt", shown,
  created_at AS "createdAt", expires_at AS "expiresAt", CASE WHEN merged > 1 THEN jsonb_build_object(
    'count', merged, 'people', jsonb_array_length(actors), 'first', actors -> 0 -> 'name', 'second', actors -> 1 -> 'name',
    'phrase', phrase) END AS several`;

/** True of what has not expired, and was not recalled before it was read: a recall holds before all rows are deleted. */
export const LIVES = `(expires_at IS NULL OR expires_at > now()) AND (announcement_id IS NULL OR read_at IS NOT NULL
  OR announcement_id NOT IN (SELECT a.id FROM announcements a WHERE a.recalling = true))`;

/** Raises a member's change counter, where `condition` holds: what the statement changes must be joined to it. */
export const raisedWhere = (condition: string): string => `
  raised AS (
    UPDATE users SET notification_rev = notification_rev + 1 WHERE id = $1::uuid AND ${condition}
    RETURNING id AS member_id
  )`;
