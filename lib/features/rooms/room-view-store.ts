import { hotQuery } from "@/lib/kit/db";
import { UNREAD_MAX } from "@/lib/shared/bounds";
import { searchKey } from "./search-key";

/** A room as one member sees it. */
export type RoomRow = {
  id: string;
  kind: "public" | "private" | "direct";
  name: string;
  topic: string;
  memberCount: number;
  version: number;
  lastSeq: number;
  createdAt: Date;
  /** What lists are ordered by. */
  orderAt: Date;
  role: "owner" | "member" | null;
  readSeq: number;
  invited: boolean;
  unread: number | null;
  lastBody: string | null;
  lastAuthor: string | null;
  lastAt: Date | null;
  otherId: string | null;
  otherUsername: string | null;
  otherDisplayName: string | null;
  otherRole: "user" | "admin" | null;
};

/** Unread messages of a member in a room, counted up to a bound; what was deleted does not count. */
export const unreadOf = (room: string, readSeq: string): string =>
  `(SELECT count(*)::int FROM (
      SELECT 1 FROM messages n WHERE n.room_id = ${room} AND n.seq > ${readSeq} AND n.deleted_at IS NULL
      ORDER BY n.seq LIMIT ${UNREAD_MAX}
    ) AS bounded)`;

/** Everything a list or a page shows of the rooms that `page` selects, in its order. $1 is the member who looks. */
const viewOf = (page: string) => `
  SELECT r.id, r.kind::text AS kind, r.name, r.topic, r.member_count AS "memberCount", r.last_seq AS "lastSeq",
    r.version, r.created_at AS "createdAt", r.order_at AS "orderAt", me.role::text AS role, coalesce(me.read_seq, 0) AS "readSeq",
    EXISTS (SELECT 1 FROM room_invitations i WHERE i.room_id = r.id AND i.user_id = $1::uuid) AS invited,
    CASE WHEN me.user_id IS NOT NULL THEN ${unreadOf("r.id", "me.read_seq")} END AS unread,
    last.body AS "lastBody", last.author AS "lastAuthor", last.created_at AS "lastAt",
    other.id AS "otherId", other.username AS "otherUsername", other.display_name AS "otherDisplayName",
    other.role::text AS "otherRole"
  FROM (${page}) r
  LEFT JOIN room_members me ON me.room_id = r.id AND me.user_id = $1::uuid
  LEFT JOIN LATERAL (
    SELECT left(coalesce(nullif(m.body, ''), m.card->>'title', ''), 140) AS body, u.display_name AS author, m.created_at
    FROM messages m LEFT JOIN users u ON u.id = m.author_id
    WHERE m.room_id = r.id AND m.deleted_at IS NULL AND me.user_id IS NOT NULL
    ORDER BY m.seq DESC LIMIT 1
  ) last ON true
  LEFT JOIN LATERAL (
    SELECT u.id, u.username, u.display_name, u.role
    FROM room_members o JOIN users u ON u.id = o.user_id
    WHERE r.kind = 'direct' AND o.room_id = r.id AND o.user_id <> $1::uuid LIMIT 1
  ) other ON true
  ORDER BY r.order_at DESC, r.id DESC`;

const ONE = viewOf("SELECT rooms.*, created_at AS order_at FROM rooms WHERE id = $2::uuid");

/** The room as `userId` sees it, whether or not it may be seen; undefined when there is none. */
export async function findRoomView(userId: string, roomId: string): Promise<RoomRow | undefined> {
  const rows = await hotQuery<RoomRow>("rooms.view", ONE, [userId, roomId]);
  return rows[0];
}

const NAMED = `($2::text = '' OR position($2 IN name_key) > 0`;

const JOINED = viewOf(`
  SELECT rooms.*, coalesce(last_message_at, rooms.created_at) AS order_at
  FROM room_members seat JOIN rooms ON rooms.id = seat.room_id
  WHERE seat.user_id = $1::uuid
    AND ${NAMED} OR kind = 'direct' AND EXISTS (
      SELECT 1 FROM room_members o JOIN users u ON u.id = o.user_id
      WHERE o.room_id = rooms.id AND o.user_id <> $1::uuid
        AND (position($2 IN u.username_key) > 0 OR position($2 IN lower(u.display_name)) > 0)
    ))
    AND (coalesce(last_message_at, rooms.created_at), rooms.id) < ($3::timestamptz, $4::uuid)
  ORDER BY order_at DESC, rooms.id DESC LIMIT $5::int`);

const PUBLIC = viewOf(`
  SELECT rooms.*, created_at AS order_at FROM rooms
  WHERE kind = 'public' AND ${NAMED})
    AND (created_at, id) < ($3::timestamptz, $4::uuid)
  ORDER BY created_at DESC, id DESC LIMIT $5::int`);

export type RoomPosition = [orderAt: string, id: string];
type Asked = { userId: string; q: string; take: number; after?: RoomPosition };

/** Where a list begins: a bound that always holds still lets the index be read from there, which "no bound" does not. */
const START: RoomPosition = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

const values = ({ userId, q, take, after = START }: Asked) => [userId, searchKey(q), ...after, take];

/** Rooms that a member is in, last active first. */
export const listJoinedRows = (asked: Asked): Promise<RoomRow[]> =>
  hotQuery<RoomRow>("rooms.joined", JOINED, values(asked));

/** Public rooms, newest first. */
export const listPublicRows = (asked: Asked): Promise<RoomRow[]> =>
  hotQuery<RoomRow>("rooms.public", PUBLIC, values(asked));
