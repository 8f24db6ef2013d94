import type { Skipped } from "./profile";

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
  phrase: string;
  merged: number;
  /** How many different people caused it, and the newest two of them. */
  people: number;
  firstName: string | null;
  secondName: string | null;
};

/** A notification as it was just stored, with the channels that do not take it. */
export type StoredRow = NotificationRow & { skipped: Skipped };

/** What a statement about the table `notifications`, or about rows of its shape, selects as a `NotificationRow`. */
export const COLUMNS = `id, user_id AS "userId", seq, type, title, body, url, data, read, read_at AS "readAt", shown,
  created_at AS "createdAt", expires_at AS "expiresAt", phrase, merged,
  jsonb_array_length(actors) AS people, actors -> 0 ->> 'name' AS "firstName",
  actors -> 1 ->> 'name' AS "secondName"`;

/** True of what has not expired. */
export const LIVES = "(expires_at IS NULL OR expires_at > now())";
