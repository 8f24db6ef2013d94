import type { Card } from "@/lib/core/cards/schemas";
import { db, hotQuery, type Query } from "@/lib/kit/db";
import { SEQ_MAX } from "@/lib/shared/bounds";
import { unreadOf } from "./room-view-store";

export type MessageRow = {
  id: string;
  roomId: string;
  seq: number;
  rev: number;
  version: number;
  authorId: string | null;
  username: string | null;
  displayName: string | null;
  clientId: string;
  body: string;
  card: Card | null;
  replyTo: number | null;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
};

const COLUMNS = `m.id, m.room_id AS "roomId", m.seq, m.rev, m.version, m.author_id AS "authorId", m.client_id AS "clientId",
  m.body, m.card, m.reply_to AS "replyTo", m.created_at AS "createdAt", m.edited_at AS "editedAt", m.deleted_at AS "deletedAt"`;
const AUTHOR = `u.username, u.display_name AS "displayName"`;

const HISTORY = `
  SELECT r.last_seq AS "lastSeq", ${COLUMNS}, ${AUTHOR}
  FROM room_members seat JOIN rooms r ON r.id = seat.room_id
  LEFT JOIN LATERAL (
    (SELECT * FROM messages WHERE room_id = $1::uuid AND seq < $3::int ORDER BY seq DESC LIMIT $4::int)
    UNION ALL
    (SELECT * FROM messages WHERE room_id = $1::uuid AND seq >= $3::int ORDER BY seq LIMIT $5::int)
  ) m ON true
  LEFT JOIN users u ON u.id = m.author_id
  WHERE seat.room_id = $1::uuid AND seat.user_id = $2::uuid
  ORDER BY m.seq`;

/** A place in a room's history and how many messages are wanted on either side; messages from `pivot` on are newer. */
export type Window = { pivot: number; older: number; newer: number };

export const NEWEST = (limit: number): Window => ({ pivot: SEQ_MAX, older: limit, newer: 0 });

type Piece = { rows: MessageRow[]; hasOlder: boolean; hasNewer: boolean; lastSeq: number };
/** A room without messages answers one row without a message. */
type HistoryRow = Omit<MessageRow, "id"> & { id: string | null; lastSeq: number };

const isMessage = (row: HistoryRow): row is HistoryRow & MessageRow => row.id !== null;

/** Messages around a place, oldest first; undefined when `userId` is not in the room. One more a side tells if there are more. */
export async function readHistory(roomId: string, userId: string, window: Window): Promise<Piece | undefined> {
  const { pivot, older, newer } = window;
  const rows = await hotQuery<HistoryRow>("rooms.history", HISTORY, [roomId, userId, pivot, older + 1, newer + 1]);
  const [first] = rows;
  if (!first) return undefined;
  const before = rows.filter(isMessage).filter((row) => row.seq < pivot);
  const after = rows.filter(isMessage).filter((row) => row.seq >= pivot);
  return {
    rows: [...before.slice(Math.max(0, before.length - older)), ...after.slice(0, newer)],
    hasOlder: before.length > older,
    hasNewer: after.length > newer,
    lastSeq: first.lastSeq,
  };
}

const SINCE = `
  WITH asked AS MATERIALIZED (
    SELECT t.place, t.after, r.id, r.last_seq
    FROM unnest($2::uuid[], $3::int[]) WITH ORDINALITY AS t (room_id, after, place)
    JOIN room_members seat ON seat.room_id = t.room_id AND seat.user_id = $1::uuid
    JOIN rooms r ON r.id = t.room_id
  ),
  found AS (
    SELECT asked.place, m.* FROM asked CROSS JOIN LATERAL (
      SELECT * FROM messages WHERE room_id = asked.id AND rev > asked.after ORDER BY rev LIMIT $4::int
    ) m
    WHERE asked.last_seq > asked.after ORDER BY asked.place, m.rev LIMIT $4::int
  )
  SELECT asked.id AS "askedId", asked.last_seq AS "lastSeq", ${COLUMNS}, ${AUTHOR}
  FROM asked LEFT JOIN found m ON m.place = asked.place LEFT JOIN users u ON u.id = m.author_id
  ORDER BY asked.place, m.rev`;

type SinceRow = HistoryRow & { askedId: string };
export type Changes = { rows: MessageRow[]; lastSeq: number };

/**
 * What changed after a number in each room that `userId` is in, in the order of `rev`, at most `max` messages in all.
 * `lastSeq` is the room's newest number. Rooms that are missing in the answer are not the member's.
 */
export async function readChanges(
  userId: string,
  rooms: [string, number][],
  max: number,
): Promise<Map<string, Changes>> {
  const ids = rooms.map(([id]) => id);
  const numbers = rooms.map(([, after]) => after);
  const changes = new Map<string, Changes>();
  for (const row of await hotQuery<SinceRow>("rooms.since", SINCE, [userId, ids, numbers, max])) {
    const known = changes.get(row.askedId) ?? { rows: [], lastSeq: row.lastSeq };
    if (isMessage(row)) known.rows.push(row);
    changes.set(row.askedId, known);
  }
  return changes;
}

/** One message of a room by its id or, for its author, by the id they gave it. */
export async function findMessage(
  roomId: string,
  by: { id: string } | { authorId: string; clientId: string },
): Promise<MessageRow | undefined> {
  const row = await db().message.findFirst({
    where: { roomId, ...by },
    include: { author: { select: { username: true, displayName: true } } },
  });
  if (!row) return undefined;
  const { author, ...message } = row;
  const { username = null, displayName = null } = author ?? {};
  return { ...message, card: storedCard(message.card), username, displayName };
}

/** Cards are checked when they are made. */
const storedCard = (stored: unknown) => stored as Card | null;

export const messageExists = async (roomId: string, seq: number): Promise<boolean> =>
  (await db().message.count({ where: { roomId, seq } })) === 1;

const CHANGE = `
  WITH target AS (
    SELECT id FROM messages WHERE id = $2::uuid AND deleted_at IS NULL FOR UPDATE
  ),
  room AS (
    UPDATE rooms SET last_seq = last_seq + 1 WHERE id = $1::uuid AND EXISTS (SELECT 1 FROM target) RETURNING last_seq
  )
  UPDATE messages m SET rev = room.last_seq, version = m.version + 1, body = coalesce($3::text, ''),
    card = CASE WHEN $3 IS NOT NULL THEN m.card END,
    edited_at = CASE WHEN $3 IS NULL THEN m.edited_at ELSE clock_timestamp() END,
    deleted_at = CASE WHEN $3 IS NULL THEN clock_timestamp() END
  FROM room WHERE m.id = $2::uuid
  RETURNING ${COLUMNS}`;

/**
 * Gives the room's next number to new words of a message, which keeps its card, or without `body` to its deletion. Undefined, and no number
 * is taken, when the message was deleted already.
 */
export async function changeMessage(
  query: Query,
  message: MessageRow,
  body: string | undefined,
): Promise<MessageRow | undefined> {
  const { roomId, id, username, displayName } = message;
  const rows = await query<MessageRow>("rooms.change", CHANGE, [roomId, id, body ?? null]);
  return rows[0] && { ...rows[0], username, displayName };
}

const READ = `
  UPDATE room_members seat SET read_seq = greatest(seat.read_seq, least($3::int, r.last_seq))
  FROM rooms r WHERE r.id = seat.room_id AND seat.room_id = $1::uuid AND seat.user_id = $2::uuid
  RETURNING seat.read_seq AS "readSeq", ${unreadOf("seat.room_id", "seat.read_seq")} AS unread, r.member_count AS "memberCount"`;

type Moved = { readSeq: number; unread: number; memberCount: number };

/** Moves a read position forward, never back and never beyond the room's end; undefined when not a member. */
export async function moveReadPosition(
  query: Query,
  roomId: string,
  userId: string,
  seq: number,
): Promise<Moved | undefined> {
  const rows = await query<Moved>("rooms.read", READ, [roomId, userId, seq]);
  return rows[0];
}
