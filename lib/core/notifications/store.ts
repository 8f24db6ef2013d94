import { db, hotQuery, type Prisma, type Query } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import { type NotificationType, UNREAD_MAX } from "./schemas";

export type NotificationDraft = {
  userId: string;
  type: NotificationType;
  /** At most 200 characters are kept. */
  title: string;
  /** At most 500 characters are kept. */
  body: string;
  /** A path inside this instance. */
  url?: string;
  data?: Record<string, unknown>;
  expiresAt?: Date;
};

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
  createdAt: Date;
  expiresAt: Date | null;
};

const COLUMNS = `id, user_id AS "userId", seq, type, title, body, url, data, read, read_at AS "readAt",
  created_at AS "createdAt", expires_at AS "expiresAt"`;
const LIVES = "(expires_at IS NULL OR expires_at > now())";

/** Members are locked in the order of their ids, so that two senders never wait for each other. */
const INSERT = `
  WITH draft AS (
    SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY place)::int AS step
    FROM jsonb_to_recordset($1::jsonb) AS t (
      place int, id uuid, user_id uuid, type text, title text, body text, url text, data jsonb, expires_at timestamptz
    )
  ),
  wanted AS (SELECT user_id, count(*)::int AS count FROM draft GROUP BY user_id),
  member AS (SELECT id FROM users WHERE id = ANY (ARRAY(SELECT user_id FROM wanted)) ORDER BY id FOR NO KEY UPDATE),
  numbered AS (
    UPDATE users u SET notification_seq = u.notification_seq + wanted.count
    FROM member JOIN wanted ON wanted.user_id = member.id
    WHERE u.id = member.id
    RETURNING u.id, u.notification_seq - wanted.count AS base
  )
  INSERT INTO notifications (id, user_id, seq, type, title, body, url, data, expires_at, created_at)
  SELECT draft.id, user_id, base + step, type, title, body, url, data, expires_at, clock_timestamp()
  FROM draft JOIN numbered ON numbered.id = draft.user_id
  RETURNING ${COLUMNS}`;

/**
 * Stores notifications inside a transaction, each with its member's next number, and answers them as stored. `query` is
 * what `hotTransaction` gives, or `queryIn(tx)`. Call it last in the transaction, since it holds the members' numbers until
 * the commit, and `announceNotifications` after it.
 */
export async function createNotifications(query: Query, drafts: NotificationDraft[]): Promise<NotificationRow[]> {
  if (drafts.length === 0) return [];
  const rows = drafts.map((draft, place) => ({
    place,
    id: newId(),
    user_id: draft.userId,
    type: draft.type,
    title: cut(draft.title, 200),
    body: cut(draft.body, 500),
    url: draft.url ?? null,
    data: draft.data ?? {},
    expires_at: draft.expiresAt ?? null,
  }));
  return query<NotificationRow>("notifications.insert", INSERT, [JSON.stringify(rows)]);
}

/** At most `max` characters, never half of one. */
function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}

/** Two walks along the index, so that a page costs the same however much is unread and however deep it lies. */
const LIST = `
  SELECT * FROM (
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = false AND seq < $2::int AND ${LIVES} ORDER BY seq DESC LIMIT $4::int)
    UNION ALL
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = true AND seq < $3::int AND ${LIVES} ORDER BY seq DESC LIMIT $4::int)
  ) AS both_parts ORDER BY read, seq DESC LIMIT $4::int`;

const SEQ_END = 2_147_483_647;

/** Unread first, then newest first, after the position `[read, seq]`. */
export function listRows(userId: string, take: number, after?: [boolean, number]): Promise<NotificationRow[]> {
  const [read, seq] = after ?? [false, SEQ_END];
  const unreadBelow = read ? 0 : seq;
  const readBelow = read ? seq : SEQ_END;
  return hotQuery<NotificationRow>("notifications.list", LIST, [userId, unreadBelow, readBelow, take]);
}

const COUNT = `
  SELECT notification_seq AS "lastSeq", (
    SELECT count(*)::int FROM (
      SELECT 1 FROM notifications WHERE user_id = $1::uuid AND read = false AND ${LIVES}
      ORDER BY seq LIMIT ${UNREAD_MAX}
    ) AS bounded
  ) AS unread
  FROM users WHERE id = $1::uuid`;

/** How many are unread, counted up to 100, and the member's last number, seen at one moment. */
export async function countRows(userId: string): Promise<{ unread: number; lastSeq: number }> {
  const [row] = await hotQuery<{ unread: number; lastSeq: number }>("notifications.count", COUNT, [userId]);
  return row ?? { unread: 0, lastSeq: 0 };
}

const SINCE = `
  SELECT * FROM (
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = false AND seq > $2::int AND ${LIVES} ORDER BY seq LIMIT $3::int)
    UNION ALL
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = true AND seq > $2::int AND ${LIVES} ORDER BY seq LIMIT $3::int)
  ) AS both_parts ORDER BY seq LIMIT $3::int`;

/** What came after number `after`, oldest first. */
export const rowsSince = (userId: string, after: number, take: number): Promise<NotificationRow[]> =>
  hotQuery<NotificationRow>("notifications.since", SINCE, [userId, after, take]);

export const findRow = (userId: string, id: string): Promise<NotificationRow | null> =>
  db().notification.findFirst({ where: { id, userId } });

/** Marks one read; undefined when it was read already or is not this member's. */
export async function readRow(userId: string, id: string): Promise<NotificationRow | undefined> {
  const rows = await db().notification.updateManyAndReturn({ where: { id, userId, read: false }, data: readNow() });
  return rows[0];
}

export const readRows = (userId: string, upTo: number): Promise<Prisma.BatchPayload> =>
  db().notification.updateMany({ where: { userId, read: false, seq: { lte: upTo } }, data: readNow() });

export async function deleteRow(userId: string, id: string): Promise<boolean> {
  const deleted = await db().notification.deleteMany({ where: { id, userId } });
  return deleted.count === 1;
}

/** Deletes the notifications of some members whose `data` holds `value` under `key`, and answers which those were. */
export const deleteRowsAbout = (
  userIds: string[],
  type: NotificationType,
  { key, value }: { key: string; value: string },
) =>
  db().$queryRaw<{ id: string; userId: string }[]>`
    DELETE FROM notifications WHERE user_id = ANY (${userIds}::uuid[]) AND type = ${type} AND data ->> ${key} = ${value}
    RETURNING id, user_id AS "userId"`;

const readNow = () => ({ read: true, readAt: new Date() });
