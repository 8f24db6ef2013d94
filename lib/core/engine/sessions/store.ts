import type { Role } from "@/lib/core/context";
import { type Db, db, hotQuery, type Query } from "@/lib/kit/db";
import type { SessionEndReason } from "@/lib/shared/live";

/** A session that nothing used for so long ends by itself. An open page keeps its session in use. */
const IDLE = "interval '14 days'";

/**
 * A session that may be used. Its times are all the database's: clocks of processes differ, and what one wrote must not be
 * decided by another's.
 */
const LIVING = `s.ended_at IS NULL AND s.expires_at > now() AND s.last_seen_at > now() - ${IDLE}`;

type LiveSession = {
  id: string;
  /** Milliseconds until it expires. */
  leftMs: number;
  userId: string;
  username: string;
  displayName: string;
  role: Role;
};

const LIVE_SESSION = `
  SELECT s.id, (extract(epoch FROM s.expires_at - now()) * 1000)::float8 AS "leftMs",
    u.id AS "userId", u.username, u.display_name AS "displayName", u.role::text AS role
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1::uuid AND ${LIVING} AND u.deactivated_at IS NULL`;

/** The session with its owner, if it may be used and the account is in use. */
export async function findLiveSession(id: string): Promise<LiveSession | undefined> {
  const rows = await hotQuery<LiveSession>("sessions.live", LIVE_SESSION, [id]);
  return rows[0];
}

const LIVING_AMONG = `
  SELECT s.id, u.role::text AS role FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = ANY ($1::uuid[]) AND ${LIVING} AND u.deactivated_at IS NULL`;

/** Which of these sessions may be used, each with the role of its owner, by one statement. */
export async function livingAmong(ids: string[]): Promise<Map<string, Role>> {
  const rows = await hotQuery<{ id: string; role: Role }>("sessions.livingAmong", LIVING_AMONG, [ids]);
  return new Map(rows.map(({ id, role }) => [id, role]));
}

type NewSession = { id: string; userId: string; ip: string; userAgent: string; lifeSeconds: number };

/** Stores a session that begins now. Its owner counts as seen at once, and not with the next flush of what was seen. */
export async function insertSession(tx: Db, session: NewSession): Promise<void> {
  const { id, userId, ip, userAgent, lifeSeconds } = session;
  // The time of the statement, not of the transaction, which may have waited for others to begin theirs.
  await tx.$executeRaw`
    WITH moment AS (SELECT clock_timestamp() AS now),
    begun AS (
      INSERT INTO sessions (id, user_id, ip, user_agent, created_at, last_seen_at, expires_at)
      SELECT ${id}::uuid, ${userId}::uuid, ${ip}, ${userAgent}, now, now, now + ${lifeSeconds} * interval '1 second'
      FROM moment RETURNING user_id, last_seen_at
    )
    UPDATE users u SET last_seen_at = begun.last_seen_at FROM begun WHERE u.id = begun.user_id`;
}

export type ListedSession = {
  id: string;
  ip: string;
  userAgent: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
};

const LIST = `
  SELECT s.id, s.ip, s.user_agent AS "userAgent", s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt",
    s.expires_at AS "expiresAt"
  FROM sessions s WHERE s.user_id = $1::uuid AND ${LIVING} AND (s.last_seen_at, s.id) < ($2::timestamptz, $3::uuid)
  ORDER BY s.last_seen_at DESC, s.id DESC LIMIT $4::int`;

/** Where the list begins. */
const START: [lastSeenAt: string, id: string] = ["infinity", "ffffffff-ffff-ffff-ffff-ffffffffffff"];

/** Sessions of a member that may be used, last seen first, after the position `after`. */
export const listLiveSessions = (userId: string, take: number, after = START): Promise<ListedSession[]> =>
  hotQuery<ListedSession>("sessions.list", LIST, [userId, ...after, take]);

/** Ends the living sessions among those that `which` names by $2 and on, locked in the order of their ids. */
const ending = (which: string) => `
  WITH ending AS (
    SELECT s.id FROM sessions s WHERE s.ended_at IS NULL AND ${which} ORDER BY s.id FOR NO KEY UPDATE
  )
  UPDATE sessions s SET ended_at = now(), end_reason = $1 FROM ending WHERE s.id = ending.id RETURNING s.id`;

const END_OF_MEMBER = ending(
  "s.user_id = $2::uuid AND s.id = coalesce($3::uuid, s.id) AND s.id IS DISTINCT FROM $4::uuid",
);
const END_AMONG = ending("s.id = ANY ($2::uuid[])");

/** Ends sessions by one of the statements above, and with each the push messages to its browser; answers the ids it ended. */
async function end(tx: Db, statement: string, reason: SessionEndReason, values: unknown[]): Promise<string[]> {
  const ended = await tx.$queryRawUnsafe<{ id: string }[]>(statement, reason, ...values);
  const ids = ended.map(({ id }) => id);
  if (ids.length > 0) await tx.pushSubscription.deleteMany({ where: { sessionId: { in: ids } } });
  return ids;
}

/** Ends the sessions of `userId` that `pick` names (all when absent) and answers the ids it ended. */
export const endSessions = (
  tx: Db,
  userId: string,
  reason: SessionEndReason,
  { only, except }: { only?: string; except?: string } = {},
): Promise<string[]> => end(tx, END_OF_MEMBER, reason, [userId, only ?? null, except ?? null]);

const SURPLUS = `
  SELECT s.id FROM sessions s WHERE s.user_id = $1::uuid AND ${LIVING} AND s.id <> $2::uuid
  ORDER BY s.last_seen_at DESC, s.id DESC OFFSET $3::int`;

/** Ends what a member has beyond the `max` sessions seen last, of which `keep` is one, and answers the ids. */
export async function endSurplus(tx: Db, userId: string, { keep, max }: { keep: string; max: number }) {
  const surplus = await tx.$queryRawUnsafe<{ id: string }[]>(SURPLUS, userId, keep, max - 1);
  if (surplus.length === 0) return [];
  return end(tx, END_AMONG, "evicted", [surplus.map(({ id }) => id)]);
}

const END_EVERY = `
  WITH gone AS (DELETE FROM push_subscriptions)
  UPDATE sessions SET ended_at = now(), end_reason = 'expired' WHERE ended_at IS NULL RETURNING 1`;

/** Ends every session there is, and with them the push messages to all browsers, and answers how many. */
export async function endEverySession(query: Query): Promise<number> {
  return (await query("sessions.endEvery", END_EVERY, [])).length;
}

const OVER = `
  SELECT s.id FROM sessions s WHERE s.ended_at IS NULL AND NOT (${LIVING})
  ORDER BY s.id LIMIT $1::int FOR NO KEY UPDATE SKIP LOCKED`;

/** Ends sessions whose time is over, at most `limit`, and answers their ids. One that others hold waits for the next time. */
export async function endExpired(tx: Db, limit: number): Promise<string[]> {
  const over = await tx.$queryRawUnsafe<{ id: string }[]>(OVER, limit);
  return end(tx, END_AMONG, "expired", [over.map(({ id }) => id)]);
}

/** Deletes sessions that ended more than `ageMs` ago, at most `limit`, and answers how many. */
export const forgetEnded = (ageMs: number, limit: number): Promise<number> => db().$executeRaw`
  DELETE FROM sessions WHERE id IN (
    SELECT id FROM sessions WHERE ended_at < now() - ${ageMs}::float8 * interval '1 ms'
    ORDER BY id LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
  )`;

/** The User-Agents a member signed in with lately, ended sessions included. */
export async function recentUserAgents(tx: Db, userId: string): Promise<string[]> {
  const rows = await tx.session.findMany({
    where: { userId },
    orderBy: { createdAt: "desc" },
    take: 50,
    select: { userAgent: true },
  });
  return rows.map((row) => row.userAgent);
}

/** Ids of the sessions of a member that have not ended. */
export async function liveSessionIds(userId: string): Promise<string[]> {
  const rows = await db().session.findMany({ where: { userId, endedAt: null }, select: { id: true } });
  return rows.map((row) => row.id);
}

/** How many milliseconds ago a session was seen last, and from where if that is known. */
export type Sighting = { ageMs: number; ip?: string };

/**
 * Notes when sessions and their owners were last seen. Never moves a time back. Owners are locked before sessions, both in
 * the order of their ids, as by whoever else changes several at once.
 */
export async function touchSessions(seen: Map<string, Sighting>): Promise<void> {
  const ids = [...seen.keys()];
  const ages = [...seen.values()].map(({ ageMs }) => ageMs);
  const ips = [...seen.values()].map(({ ip }) => ip ?? null);
  await db().$executeRaw`
    WITH seen AS (
      SELECT id, now() - age * interval '1 ms' AS at, ip
      FROM unnest(${ids}::uuid[], ${ages}::float8[], ${ips}::text[]) AS t (id, age, ip)
    ),
    locked AS (
      SELECT id FROM users WHERE id IN (SELECT s.user_id FROM sessions s JOIN seen ON seen.id = s.id)
      ORDER BY id FOR NO KEY UPDATE
    ),
    used AS (
      SELECT s.id FROM sessions s JOIN seen ON seen.id = s.id WHERE s.user_id IN (SELECT id FROM locked)
      ORDER BY s.id FOR NO KEY UPDATE OF s
    ),
    touched AS (
      UPDATE sessions s SET last_seen_at = greatest(s.last_seen_at, seen.at), last_ip = coalesce(seen.ip, s.last_ip)
        FROM used JOIN seen ON seen.id = used.id WHERE s.id = used.id
      RETURNING s.user_id, s.last_seen_at AS at
    ),
    members AS (SELECT user_id, max(at) AS at FROM touched GROUP BY user_id)
    UPDATE users u SET last_seen_at = greatest(u.last_seen_at, members.at) FROM members WHERE u.id = members.user_id`;
}
