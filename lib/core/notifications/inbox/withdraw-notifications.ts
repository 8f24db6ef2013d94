import { z } from "zod";
import { COLUMNS, type NotificationRow } from "@/lib/core/notifications/row";
import type { Query } from "@/lib/kit/db";
import type { AfterCommit, HotTx } from "@/lib/kit/transact";
import { archiveNotifications } from "./archive";
import { presentNotification } from "./present";
import { publishChange } from "./publish";
import type { NotificationType, NotificationView } from "./schemas";
import type { About } from "./store";

const Data = z.record(z.string(), z.unknown());
const Part = z.object({
  title: z.string(),
  body: z.string(),
  url: z.string().nullable(),
  data: Data,
  actorId: z.string().nullable(),
});
type Part = z.infer<typeof Part>;

/**
 * Takes notifications back that should not be read any more, as when the message they quote was deleted: those of
 * `userIds` of one type whose `data` holds `value` under `key`. One that stands for others too goes on without it.
 * Their members' pages hear of it. Call it last but for `audit` in the transaction: it holds the members concerned.
 */
export async function withdrawNotifications(
  { query }: HotTx,
  afterCommit: AfterCommit,
  userIds: string[],
  type: NotificationType,
  about: About,
): Promise<void> {
  if (userIds.length === 0) return;
  const asked = [userIds, type, about.key, about.value];
  if ((await query("notifications.raise", RAISE, asked)).length === 0) return;
  const found = await query<Found>("notifications.about", FIND, asked);
  const deletedIds: string[] = [];
  for (const { userId, rows } of byMember(found)) {
    const change = await withoutThese(query, rows, about);
    deletedIds.push(...change.deletedIds);
    publishChange(afterCommit, userId, change);
  }
  const which = { where: "n.id = ANY ($3::uuid[])", values: [deletedIds], take: deletedIds.length };
  if (deletedIds.length > 0) await archiveNotifications(query, "withdrawn", { name: "withdrawn", ...which });
}

const ABOUT = `user_id = ANY ($1::uuid[]) AND type = $2::text AND (data ->> $3::text = $4::text
  OR parts @> jsonb_build_array(jsonb_build_object('data', jsonb_build_object($3::text, $4::text))))`;

/** The members first, in the order of their ids, as when notifications are made, so that nobody waits in a circle. */
const RAISE = `
  WITH concerned AS (SELECT DISTINCT user_id FROM notifications WHERE ${ABOUT}),
  member AS (
    SELECT id FROM users WHERE id = ANY (ARRAY(SELECT user_id FROM concerned)) ORDER BY id FOR NO KEY UPDATE
  )
  UPDATE users u SET notification_rev = u.notification_rev + 1 FROM member WHERE u.id = member.id RETURNING u.id`;

const FIND = `
  SELECT id, user_id AS "userId", merged, parts, actors FROM notifications WHERE ${ABOUT} ORDER BY id FOR UPDATE`;

type Found = { id: string; userId: string; merged: number; parts: unknown; actors: unknown };

const byMember = (found: Found[]): { userId: string; rows: Found[] }[] =>
  [...new Set(found.map(({ userId }) => userId))].map((userId) => ({
    userId,
    rows: found.filter((row) => row.userId === userId),
  }));

/** Takes what is about something out of a member's notifications. Those of which nothing is left are to be deleted. */
async function withoutThese(query: Query, rows: Found[], { key, value }: About) {
  const deletedIds: string[] = [];
  const changed: NotificationView[] = [];
  for (const row of rows) {
    const parts = z.array(Part).parse(row.parts);
    const left = parts.filter(({ data }) => data[key] !== value);
    const [newest] = left;
    if (!newest) deletedIds.push(row.id);
    else changed.push(...(await keep(query, row, newest, left, parts.length - left.length)).map(presentNotification));
  }
  return { deletedIds, changed };
}

const KEEP = `
  UPDATE notifications SET title = $2::text, body = $3::text, url = $4::text, data = $5::jsonb, parts = $6::jsonb,
    actors = $7::jsonb, merged = merged - $8::int
  WHERE id = $1::uuid RETURNING ${COLUMNS}`;

const Actors = z.array(z.object({ id: z.string(), name: z.string() }));

/** The notification without what was taken back. Someone of whom nothing is left is not named any more. */
function keep(query: Query, row: Found, newest: Part, left: Part[], gone: number): Promise<NotificationRow[]> {
  const present = left.map(({ actorId }) => actorId);
  const areAllKnown = row.merged === left.length + gone;
  const actors = Actors.parse(row.actors).filter(({ id }) => !areAllKnown || present.includes(id));
  const { title, body, url, data } = newest;
  const values = [row.id, title, body, url, ...[data, left, actors].map((value) => JSON.stringify(value)), gone];
  return query<NotificationRow>("notifications.keep", KEEP, values);
}
