import type { Query } from "@/lib/kit/db";

/** A message that has no place in its room yet. */
export type Draft = {
  id: string;
  roomId: string;
  authorId: string;
  clientId: string;
  body: string;
  replyTo: number | null;
};

/** The place a message got. */
export type Placed = { id: string; seq: number; createdAt: Date };

/**
 * Takes the room's next numbers, stores the messages under them and moves their authors' read positions, all in one
 * statement. Only messages of members, sent for the first time, answering a message that exists, get a number; the
 * others are left out of the answer. The time is taken under the room's lock, so it rises with the numbers. Each check
 * is a subquery of its own rather than EXISTS: as a join it might be planned to read the whole room.
 */
const PLACE = `
  WITH draft AS (
    SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[]) WITH ORDINALITY
      AS t (id, author_id, client_id, body, reply_to, place)
  ),
  valid AS MATERIALIZED (
    SELECT d.*, row_number() OVER (ORDER BY d.place)::int AS step FROM draft d
    WHERE (SELECT 1 FROM room_members s WHERE s.room_id = $1::uuid AND s.user_id = d.author_id LIMIT 1) IS NOT NULL
      AND (
        SELECT 1 FROM messages x
        WHERE x.room_id = $1::uuid AND x.author_id = d.author_id AND x.client_id = d.client_id LIMIT 1
      ) IS NULL
      AND (d.reply_to = 0 OR d.reply_to = (
        SELECT x.seq FROM messages x WHERE x.room_id = $1::uuid AND x.seq >= d.reply_to ORDER BY x.seq LIMIT 1
      ))
  ),
  room AS (
    UPDATE rooms SET last_seq = last_seq + total.count, last_message_at = clock_timestamp()
    FROM (SELECT count(*)::int AS count FROM valid) total
    WHERE rooms.id = $1::uuid AND total.count > 0
    RETURNING last_seq - total.count AS base, clock_timestamp() AS at
  ),
  seat AS (
    UPDATE room_members s SET read_seq = room.base + own.step
    FROM room CROSS JOIN (SELECT author_id, max(step) AS step FROM valid GROUP BY author_id) own
    WHERE s.room_id = $1::uuid AND s.user_id = own.author_id
  )
  INSERT INTO messages (id, room_id, seq, rev, author_id, client_id, body, reply_to, created_at)
  SELECT v.id, $1::uuid, room.base + v.step, room.base + v.step, v.author_id, v.client_id, v.body,
    nullif(v.reply_to, 0), room.at
  FROM valid v CROSS JOIN room
  RETURNING id, seq, created_at AS "createdAt"`;

/** Stores messages of one room in one round trip; those that may not or need not be stored are missing in the answer. */
export const placeMessages = (query: Query, roomId: string, drafts: Draft[]): Promise<Placed[]> =>
  query<Placed>("rooms.place", PLACE, [
    roomId,
    drafts.map((draft) => draft.id),
    drafts.map((draft) => draft.authorId),
    drafts.map((draft) => draft.clientId),
    drafts.map((draft) => draft.body),
    drafts.map((draft) => draft.replyTo ?? 0),
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
