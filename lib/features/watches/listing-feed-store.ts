import { hotQuery, type Query } from "@/lib/kit/db";

export type FeedRow = {
  id: string;
  ownerId: string;
  name: string;
  query: unknown;
  createdAt: Date;
  readAt: Date | null;
};

const COLUMNS = `f.id, f.owner_id AS "ownerId", f.name, f.query, f.created_at AS "createdAt", f.read_at AS "readAt"`;

const LIST = `SELECT ${COLUMNS} FROM listing_feeds f
  WHERE f.owner_id = $1::uuid AND (f.created_at, f.id) < ($2::timestamptz, $3::uuid)
  ORDER BY f.created_at DESC, f.id DESC LIMIT $4::int`;

export type FeedPlace = [createdAt: string, id: string];
const START: FeedPlace = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** A member's feeds, the newest first. */
export const readFeeds = (ownerId: string, take: number, after: FeedPlace = START): Promise<FeedRow[]> =>
  hotQuery<FeedRow>("feeds.list", LIST, [ownerId, ...after, take]);

const OPEN = `SELECT ${COLUMNS} FROM listing_feeds f JOIN users u ON u.id = f.owner_id
  WHERE f.id = $1::uuid AND u.deactivated_at IS NULL`;

/** A feed whose owner is a member in use; undefined when there is none. */
export const readOpenFeed = async (feedId: string): Promise<FeedRow | undefined> =>
  (await hotQuery<FeedRow>("feeds.open", OPEN, [feedId]))[0];

const READ = "UPDATE listing_feeds SET read_at = now() WHERE id = $1::uuid";
export const noteRead = (feedId: string): Promise<unknown> => hotQuery("feeds.noteRead", READ, [feedId]);

/** Any number, the same in every process: with the owner it makes the lock under which their feeds are counted. */
const LOCK = 7_240_119;

/** Nobody else adds a feed of the owner's until the transaction ends. Answers how many there are. */
export async function lockFeeds(query: Query, ownerId: string): Promise<number> {
  await query("feeds.lock", `SELECT pg_advisory_xact_lock(${LOCK}::int, hashtext($1))`, [ownerId]);
  const count = "SELECT count(*)::int AS count FROM listing_feeds WHERE owner_id = $1::uuid";
  return (await query<{ count: number }>("feeds.count", count, [ownerId]))[0]?.count ?? 0;
}

const INSERT = `INSERT INTO listing_feeds AS f (id, owner_id, name, query) VALUES ($1::uuid, $2::uuid, $3, $4::jsonb) RETURNING ${COLUMNS}`;

export async function insertFeed(
  query: Query,
  { id, ownerId, name, asked }: { id: string; ownerId: string; name: string; asked: object },
): Promise<FeedRow> {
  const [row] = await query<FeedRow>("feeds.insert", INSERT, [id, ownerId, name, JSON.stringify(asked)]);
  if (!row) throw new Error("A feed was stored and not answered.");
  return row;
}

/** True when there was one of theirs. */
export const deleteFeed = async (ownerId: string, feedId: string): Promise<boolean> => {
  const text = "DELETE FROM listing_feeds WHERE id = $1::uuid AND owner_id = $2::uuid RETURNING id";
  return (await hotQuery("feeds.delete", text, [feedId, ownerId])).length === 1;
};
