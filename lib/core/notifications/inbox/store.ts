import { COLUMNS, LIVES, type NotificationRow, raisedWhere } from "@/lib/core/notifications/row";
import { hotQuery, type Query } from "@/lib/kit/db";
import { SEQ_MAX, UNREAD_MAX } from "@/lib/shared/bounds";
import type { NotificationFilter, NotificationType } from "./schemas";

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

type Position = [read: boolean, seq: number];
const below = ([read, seq]: Position): [number, number] => [read ? 0 : seq, read ? seq : SEQ_MAX];

/** Unread first, then newest first, after the position `[read, seq]`. */
export function listRows(userId: string, take: number, after: Position = [false, SEQ_MAX]): Promise<NotificationRow[]> {
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
  after: Position = [false, SEQ_MAX],
): Promise<NotificationRow[]> {
  const values = [userId, ...below(after), take, filter !== "hidden", filter !== "unread", type ?? null];
  return hotQuery<NotificationRow>("notifications.filter", FILTERED, values);
}

const unreadOf = (member: string): string => `(
    SELECT count(*)::int FROM (
      SELECT 1 FROM notifications WHERE user_id = ${member} AND read = false AND ${LIVES}
      ORDER BY seq LIMIT ${UNREAD_MAX}
    ) AS bounded
  ) AS unread`;

const COUNT = `
  SELECT notification_seq AS "lastSeq", notification_rev AS rev, ${unreadOf("$1::uuid")}
  FROM users WHERE id = $1::uuid`;

type Count = { unread: number; lastSeq: number; rev: number };

/** How many are unread, counted up to 100, with the member's last number and change counter, seen at one moment. */
export async function countRows(userId: string): Promise<Count> {
  const [row] = await hotQuery<Count>("notifications.count", COUNT, [userId]);
  return row ?? { unread: 0, lastSeq: 0, rev: 0 };
}

const COUNTS = `
  SELECT id AS "userId", notification_rev AS rev, ${unreadOf("users.id")} FROM users WHERE id = ANY ($1::uuid[])`;

/** How many are unread of each of these members, counted up to 100, with their change counters. */
export async function countOfMany(userIds: string[]): Promise<Map<string, Pick<Count, "unread" | "rev">>> {
  const rows = await hotQuery<Count & { userId: string }>("notifications.counts", COUNTS, [userIds]);
  return new Map(rows.map(({ userId, unread, rev }) => [userId, { unread, rev }]));
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

const FIND = `SELECT ${COLUMNS} FROM notifications WHERE id = $2::uuid AND user_id = $1::uuid AND ${LIVES}`;

export async function findRow(userId: string, id: string): Promise<NotificationRow | undefined> {
  const [row] = await hotQuery<NotificationRow>("notifications.find", FIND, [userId, id]);
  return row;
}

/** What was read takes nothing in any more: its key is free for the next one. */
const readWhere = (which: string): string => `
  WITH ${raisedWhere(`EXISTS (SELECT 1 FROM notifications WHERE user_id = $1::uuid AND read = false AND ${which})`)}
  UPDATE notifications SET read = true, read_at = $2::timestamptz, merge_key = NULL FROM raised
  WHERE user_id = member_id AND read = false AND ${which} AND ${LIVES} RETURNING ${COLUMNS}`;

const READ = readWhere("id = $3::uuid AND seq <= $4::int");

/** Marks one read, unless it was given a higher number than `upTo`; undefined when nothing changed. */
export async function readRow(
  query: Query,
  userId: string,
  id: string,
  upTo = SEQ_MAX,
): Promise<NotificationRow | undefined> {
  const [row] = await query<NotificationRow>("notifications.read", READ, [userId, new Date(), id, upTo]);
  return row;
}

const READ_ALL = readWhere("seq <= $3::int");

export async function readRows(query: Query, userId: string, upTo: number): Promise<void> {
  await query("notifications.readAll", READ_ALL, [userId, new Date(), upTo]);
}

const READ_ABOUT = readWhere("type = $3::text AND data ->> $4::text = $5::text");

/** What a notification holds under `key` when it is about `value`. */
export type About = { key: string; value: string };

/** Marks those of a type read that are about something. */
export const readRowsAbout = (
  query: Query,
  userId: string,
  type: NotificationType,
  { key, value }: About,
): Promise<NotificationRow[]> =>
  query<NotificationRow>("notifications.readAbout", READ_ABOUT, [userId, new Date(), type, key, value]);
