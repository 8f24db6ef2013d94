import { db, hotQuery, type Prisma } from "@/lib/kit/db";
import { COLUMNS, LIVES, type NotificationRow } from "./row";
import { type NotificationFilter, type NotificationType, UNREAD_MAX } from "./schemas";

/** Two walks along the index, so that a page costs the same however much is unread and however deep it lies. */
const LIST = `
  SELECT * FROM (
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = false AND seq < $2::int AND ${LIVES} ORDER BY seq DESC LIMIT $4::int)
    UNION ALL
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = true AND seq < $3::int AND shown AND ${LIVES}
      ORDER BY seq DESC LIMIT $4::int)
  ) AS both_parts ORDER BY read, seq DESC LIMIT $4::int`;

const SEQ_END = 2_147_483_647;

type Position = [read: boolean, seq: number];
const below = ([read, seq]: Position): [number, number] => [read ? 0 : seq, read ? seq : SEQ_END];

/** Unread first, then newest first, after the position `[read, seq]`. */
export function listRows(userId: string, take: number, after: Position = [false, SEQ_END]): Promise<NotificationRow[]> {
  return hotQuery<NotificationRow>("notifications.list", LIST, [userId, ...below(after), take]);
}

const FILTERED = `
  SELECT * FROM (
    (SELECT ${COLUMNS} FROM notifications WHERE user_id = $1::uuid AND read = false AND seq < $2::int
      AND $5::boolean AND ($7::text IS NULL OR type = $7::text) AND ${LIVES} ORDER BY seq DESC LIMIT $4::int)
    UNION ALL
    (SELECT ${COLUMNS} FROM notifications WHERE user_id = $1::uuid AND read = true AND seq < $3::int
      AND $6::boolean AND shown = $5::boolean AND ($7::text IS NULL OR type = $7::text) AND ${LIVES}
      ORDER BY seq DESC LIMIT $4::int)
  ) AS both_parts ORDER BY read, seq DESC LIMIT $4::int`;

type Filter = { filter: NotificationFilter; type?: NotificationType };

/** As `listRows`, narrowed to a type, to unread ones, or to those that are not shown in the app. */
export function filterRows(
  userId: string,
  take: number,
  { filter, type }: Filter,
  after: Position = [false, SEQ_END],
): Promise<NotificationRow[]> {
  const values = [userId, ...below(after), take, filter !== "hidden", filter !== "unread", type ?? null];
  return hotQuery<NotificationRow>("notifications.filter", FILTERED, values);
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

const COUNTS = `
  SELECT member AS "userId", (
    SELECT count(*)::int FROM (
      SELECT 1 FROM notifications WHERE user_id = member AND read = false AND ${LIVES} ORDER BY seq LIMIT ${UNREAD_MAX}
    ) AS bounded
  ) AS unread
  FROM unnest($1::uuid[]) AS asked (member)`;

/** How many are unread of each of these members, counted up to 100. */
export async function countOfMany(userIds: string[]): Promise<Map<string, number>> {
  const rows = await hotQuery<{ userId: string; unread: number }>("notifications.counts", COUNTS, [userIds]);
  return new Map(rows.map(({ userId, unread }) => [userId, unread]));
}

const SINCE = `
  SELECT * FROM (
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = false AND seq > $2::int AND ${LIVES} ORDER BY seq LIMIT $3::int)
    UNION ALL
    (SELECT ${COLUMNS} FROM notifications
      WHERE user_id = $1::uuid AND read = true AND seq > $2::int AND shown AND ${LIVES} ORDER BY seq LIMIT $3::int)
  ) AS both_parts ORDER BY seq LIMIT $3::int`;

/** What came after number `after`, oldest first. */
export const rowsSince = (userId: string, after: number, take: number): Promise<NotificationRow[]> =>
  hotQuery<NotificationRow>("notifications.since", SINCE, [userId, after, take]);

const FIND = `SELECT ${COLUMNS} FROM notifications WHERE id = $2::uuid AND user_id = $1::uuid`;

export async function findRow(userId: string, id: string): Promise<NotificationRow | undefined> {
  const [row] = await hotQuery<NotificationRow>("notifications.find", FIND, [userId, id]);
  return row;
}

/** What was read takes nothing in any more: its key is free for the next one. */
const READ = `
  UPDATE notifications SET read = true, read_at = $4::timestamptz, merge_key = NULL
  WHERE id = $2::uuid AND user_id = $1::uuid AND read = false AND seq <= $3::int RETURNING ${COLUMNS}`;

/** Marks one read, unless it was given a higher number than `upTo`; undefined when nothing changed. */
export async function readRow(userId: string, id: string, upTo = SEQ_END): Promise<NotificationRow | undefined> {
  const [row] = await hotQuery<NotificationRow>("notifications.read", READ, [userId, id, upTo, new Date()]);
  return row;
}

export const readRows = (userId: string, upTo: number): Promise<Prisma.BatchPayload> =>
  db().notification.updateMany({
    where: { userId, read: false, seq: { lte: upTo } },
    data: { read: true, readAt: new Date(), mergeKey: null },
  });

export async function deleteRow(userId: string, id: string): Promise<boolean> {
  const deleted = await db().notification.deleteMany({ where: { id, userId } });
  return deleted.count === 1;
}
