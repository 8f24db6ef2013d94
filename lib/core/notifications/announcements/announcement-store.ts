import { publicUser } from "@/lib/core/members/store";
import type { Db, Prisma, Query } from "@/lib/kit/db";
import { AnnouncementState, type AnnouncementView, Audience } from "./announcement-schemas";

export const withPeople = { createdBy: publicUser, member: publicUser } as const;

export type AnnouncementRow = Prisma.AnnouncementGetPayload<{ include: typeof withPeople }>;

export const findAnnouncement = (tx: Db, id: string): Promise<AnnouncementRow | null> =>
  tx.announcement.findUnique({ where: { id }, include: withPeople });

export const presentAnnouncement = (row: AnnouncementRow): AnnouncementView => ({
  id: row.id,
  title: row.title,
  body: row.body,
  url: row.url,
  audience: Audience.parse(row.audience),
  role: row.role,
  member: row.member,
  state: AnnouncementState.parse(row.state),
  scheduledAt: row.scheduledAt?.toISOString() ?? null,
  expiresAt: row.expiresAt?.toISOString() ?? null,
  sentCount: row.sentCount,
  sentAt: row.sentAt?.toISOString() ?? null,
  recalledAt: row.recalledAt?.toISOString() ?? null,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
});

export type Sending = {
  id: string;
  title: string;
  body: string;
  url: string | null;
  role: string | null;
  memberId: string | null;
  expiresAt: Date | null;
  reachedId: string | null;
};

/** Locks an announcement for one step of sending; undefined when it was recalled, or is sent. */
export async function lockSending(query: Query, id: string): Promise<Sending | undefined> {
  const [row] = await query<Sending>("announcements.lock", LOCK, [id]);
  return row;
}

const LOCK = `
  UPDATE announcements SET state = 'sending' WHERE id = $1::uuid AND state IN ('scheduled', 'sending')
  RETURNING id, title, body, url, role::text, member_id AS "memberId", expires_at AS "expiresAt",
    reached_id AS "reachedId"`;

const NEXT = `
  SELECT id FROM users
  WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000') AND deactivated_at IS NULL
    AND ($2::text IS NULL OR role::text = $2::text) AND ($3::uuid IS NULL OR id = $3::uuid)
  ORDER BY id LIMIT $4::int`;

/** The next members that an announcement is for, in the order of their ids. */
export async function nextMembers(
  query: Query,
  { reachedId, role, memberId }: Sending,
  take: number,
): Promise<string[]> {
  const rows = await query<{ id: string }>("announcements.next", NEXT, [reachedId, role, memberId, take]);
  return rows.map(({ id }) => id);
}

const REACH = `
  UPDATE announcements SET reached_id = $2::uuid, sent_count = sent_count + $3::int,
    state = CASE WHEN $4::boolean THEN 'sent' ELSE state END, sent_at = CASE WHEN $4::boolean THEN now() END
  WHERE id = $1::uuid`;

/** Notes how far sending has come. */
export async function noteReached(
  query: Query,
  id: string,
  reached: { lastId: string | null; count: number; isDone: boolean },
): Promise<void> {
  await query("announcements.reach", REACH, [id, reached.lastId, reached.count, reached.isDone]);
}

const RECALL = `
  UPDATE announcements SET state = 'recalled', recalled_at = now(), recalling = true
  WHERE id = $1::uuid AND state <> 'recalled' RETURNING id`;

/**
 * Recalls an announcement: from the commit on, nobody sees it who has not read it. False when it was recalled before. A
 * step of sending that is under way ends first, and the next finds it recalled.
 */
export async function recallRow(query: Query, id: string): Promise<boolean> {
  const rows = await query<{ id: string }>("announcements.recall", RECALL, [id]);
  return rows.length === 1;
}

/** Notes that a recalled announcement was taken from everyone. */
export const endRecall = (query: Query, id: string) =>
  query("announcements.recallEnd", "UPDATE announcements SET recalling = false WHERE id = $1::uuid", [id]);
