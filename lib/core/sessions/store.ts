import type { Role } from "@/lib/core/http/context";
import { type Db, db, hotQuery, type Query } from "@/lib/kit/db";
import type { SessionEndReason } from "@/lib/shared/live";

type LiveSession = {
  id: string;
  lastSeenAt: Date;
  expiresAt: Date;
  userId: string;
  username: string;
  displayName: string;
  role: Role;
};

const LIVE_SESSION = `
  SELECT s.id, s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt",
    u.id AS "userId", u.username, u.display_name AS "displayName", u.role::text AS role
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1::uuid AND s.ended_at IS NULL AND u.deactivated_at IS NULL`;

/** The session with its owner, if it has not ended and the account is in use. */
export async function findLiveSession(id: string): Promise<LiveSession | undefined> {
  const rows = await hotQuery<LiveSession>("sessions.live", LIVE_SESSION, [id]);
  return rows[0];
}

export const insertSession = (
  tx: Db,
  session: { id: string; userId: string; address: string; userAgent: string; expiresAt: Date },
) => tx.session.create({ data: session });

/** Sessions of a member that are neither ended nor expired, last seen first, after `cursor`. */
export const listLiveSessions = (userId: string, take: number, before?: { lastSeenAt: Date; id: string }) =>
  db().session.findMany({
    where: {
      userId,
      endedAt: null,
      expiresAt: { gt: new Date() },
      ...(before && {
        OR: [{ lastSeenAt: { lt: before.lastSeenAt } }, { lastSeenAt: before.lastSeenAt, id: { lt: before.id } }],
      }),
    },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    take,
  });

/** Ends the sessions of `userId` that `pick` names (all when absent) and answers the ids it ended. */
export async function endSessions(
  tx: Db,
  userId: string,
  reason: SessionEndReason,
  pick: { only?: string; except?: string } = {},
): Promise<string[]> {
  const ended = await tx.session.updateManyAndReturn({
    where: { userId, endedAt: null, id: { equals: pick.only, not: pick.except } },
    data: { endedAt: new Date(), endReason: reason },
    select: { id: true },
  });
  return ended.map((session) => session.id);
}

/** Ends every session there is and answers how many. */
export async function endEverySession(query: Query): Promise<number> {
  const text = "UPDATE sessions SET ended_at = now(), end_reason = 'expired' WHERE ended_at IS NULL RETURNING 1";
  return (await query("sessions.endEvery", text, [])).length;
}

/** Ends what a member has beyond the `keep` sessions seen last, and answers the ids. */
export async function endSurplus(tx: Db, userId: string, keep: number): Promise<string[]> {
  const surplus = await tx.session.findMany({
    where: { userId, endedAt: null },
    orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
    skip: keep,
    select: { id: true },
  });
  const ids = surplus.map((session) => session.id);
  if (ids.length > 0) {
    await tx.session.updateMany({ where: { id: { in: ids } }, data: { endedAt: new Date(), endReason: "evicted" } });
  }
  return ids;
}

/** The User-Agents a member signed in with lately, ended sessions included. */
export async function recentUserAgents(userId: string): Promise<string[]> {
  const rows = await db().session.findMany({
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

/**
 * Notes when sessions and their owners were last seen, and from where if that is known. Never moves a time back. Both are locked in the order of their
 * ids, as by whoever else changes several at once.
 */
export async function touchSessions(seen: Map<string, { at: Date; address?: string }>): Promise<void> {
  const ids = [...seen.keys()];
  const times = [...seen.values()].map(({ at }) => at);
  const addresses = [...seen.values()].map(({ address }) => address ?? null);
  await db().$executeRaw`
    WITH seen AS (SELECT * FROM unnest(${ids}::uuid[], ${times}::timestamptz[], ${addresses}::text[]) AS t (id, at, address)),
    used AS (SELECT s.id FROM sessions s JOIN seen ON seen.id = s.id ORDER BY s.id FOR NO KEY UPDATE OF s),
    touched AS (
      UPDATE sessions s SET last_seen_at = greatest(s.last_seen_at, seen.at), last_address = coalesce(seen.address, s.last_address)
        FROM used JOIN seen ON seen.id = used.id WHERE s.id = used.id
      RETURNING s.user_id, s.last_seen_at AS at
    ),
    members AS (SELECT user_id, max(at) AS at FROM touched GROUP BY user_id),
    locked AS (SELECT id FROM users WHERE id IN (SELECT user_id FROM members) ORDER BY id FOR NO KEY UPDATE)
    UPDATE users u SET last_seen_at = greatest(u.last_seen_at, members.at) FROM members JOIN locked ON locked.id = members.user_id WHERE u.id = members.user_id`;
}
