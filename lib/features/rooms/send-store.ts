import type { Card } from "@/lib/core/cards/schemas";
import type { Query } from "@/lib/kit/db";

/** A message that has no place in its room yet. */
export type Draft = {
  id: string;
  roomId: string;
  authorId: string;
  clientId: string;
  body: string;
  card: Card | null;
  replyTo: number | null;
};

/** The place a message got. */
export type Placed = { id: string; seq: number; createdAt: Date };

/**
 * Takes the next numbers of every room concerned, stores the messages under them and moves their authors' read
 * positions, all in one statement. Only messages of members, sent for the first time, answering a message that exists,
 * get a number; the others are left out of the answer. Rooms are locked in the order of their ids, so that two
 * processes never wait for each other, and the time is taken under the lock, so it rises with the numbers. Each check
 * is a subquery of its own rather than EXISTS: as a join it might be planned to read the whole room.
 */
const PLACE = `
  WITH draft AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::text[]) WITH ORDINALITY
      AS t (id, room_id, author_id, client_id, body, reply_to, card, place)
  ),
  valid AS MATERIALIZED (
    SELECT d.*, row_number() OVER (PARTITION BY d.room_id ORDER BY d.place)::int AS step FROM draft d
    WHERE (SELECT 1 FROM room_members s WHERE s.room_id = d.room_id AND s.user_id = d.author_id LIMIT 1) IS NOT NULL
      AND (
        SELECT 1 FROM messages x
        WHERE x.room_id = d.room_id AND x.author_id = d.author_id AND x.client_id = d.client_id LIMIT 1
      ) IS NULL
      AND (d.reply_to = 0 OR d.reply_to = (
        SELECT x.seq FROM messages x WHERE x.room_id = d.room_id AND x.seq >= d.reply_to ORDER BY x.seq LIMIT 1
      ))
  ),
  total AS MATERIALIZED (SELECT room_id, max(step) AS count FROM valid GROUP BY room_id),
  locked AS MATERIALIZED (
    SELECT r.id FROM rooms r WHERE r.id = ANY (ARRAY(SELECT room_id FROM total)) ORDER BY r.id FOR NO KEY UPDATE
  ),
  room AS (
    UPDATE rooms r SET last_seq = r.last_seq + total.count, last_message_at = clock_timestamp()
    FROM locked JOIN total ON total.room_id = locked.id
    WHERE r.id = locked.id
    RETURNING r.id, r.last_seq - total.count AS base, r.last_message_at AS at
  ),
  seat AS (
    UPDATE room_members s SET read_seq = room.base + own.step
    FROM room JOIN (SELECT room_id, author_id, max(step) AS step FROM valid GROUP BY room_id, author_id) own
      ON own.room_id = room.id
    WHERE s.room_id = own.room_id AND s.user_id = own.author_id
  )
  INSERT INTO messages (id, room_id, seq, rev, author_id, client_id, body, reply_to, card, created_at)
  SELECT v.id, v.room_id, room.base + v.step, room.base + v.step, v.author_id, v.client_id, v.body,
    nullif(v.reply_to, 0), v.card::jsonb, room.at
  FROM valid v JOIN room ON room.id = v.room_id
  RETURNING id, seq, created_at AS "createdAt"`;

/** Stores messages in one round trip; those that may not or need not be stored are missing in the answer. */
export const placeMessages = (query: Query, drafts: Draft[]): Promise<Placed[]> =>
  query<Placed>("rooms.place", PLACE, [
    drafts.map((draft) => draft.id),
    drafts.map((draft) => draft.roomId),
    drafts.map((draft) => draft.authorId),
    drafts.map((draft) => draft.clientId),
    drafts.map((draft) => draft.body),
    drafts.map((draft) => draft.replyTo ?? 0),
    drafts.map((draft) => draft.card && JSON.stringify(draft.card)),
  ]);

const MENTIONED = `
  SELECT u.id FROM users u
  WHERE u.username_key = ANY ($2::text[]) AND u.deactivated_at IS NULL
    AND EXISTS (SELECT 1 FROM room_members s WHERE s.room_id = $1::uuid AND s.user_id = u.id)`;

/** Members of a room among `names` (in lower case) who have an account in use. */
export async function findMentioned(query: Query, roomId: string, names: string[]): Promise<string[]> {
  const rows = await query<{ id: string }>("rooms.mentioned", MENTIONED, [roomId, names]);
  return rows.map((row) => row.id);
}
