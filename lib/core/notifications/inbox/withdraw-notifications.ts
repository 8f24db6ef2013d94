import { z } from "zod";
import { COLUMNS, type NotificationRow } from "@/lib/core/notifications/row";
import { hotTransaction, type Query } from "@/lib/kit/db";
import { announceChange } from "./announce";
import { buryNotifications } from "./bury";
import { presentNotification } from "./present";
import type { NotificationType } from "./schemas";
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
 * Their members' pages hear of it.
 */
export async function withdrawNotifications(userIds: string[], type: NotificationType, about: About): Promise<void> {
  for (const userId of new Set(userIds)) {
    const { deletedIds, changed } = await hotTransaction((query) => withdraw(query, userId, type, about));
    if (deletedIds.length + changed.length > 0) {
      await announceChange(userId, { deletedIds, changed: changed.map(presentNotification) });
    }
  }
}

const ABOUT = `user_id = $1::uuid AND type = $2::text AND (data ->> $3::text = $4::text
  OR parts @> jsonb_build_array(jsonb_build_object('data', jsonb_build_object($3::text, $4::text))))`;

/** The member first, as when a notification is made, so that nobody waits in a circle. */
const RAISE = `
  UPDATE users SET notification_rev = notification_rev + 1
  WHERE id = $1::uuid AND EXISTS (SELECT 1 FROM notifications WHERE ${ABOUT}) RETURNING id`;

const FIND = `SELECT id, merged, parts, actors, data FROM notifications WHERE ${ABOUT} ORDER BY id FOR UPDATE`;

type Found = { id: string; merged: number; parts: unknown; actors: unknown };

async function withdraw(query: Query, userId: string, type: NotificationType, { key, value }: About) {
  const deletedIds: string[] = [];
  const changed: NotificationRow[] = [];
  const about = [userId, type, key, value];
  if ((await query("notifications.raise", RAISE, about)).length === 0) return { deletedIds, changed };
  const found = await query<Found>("notifications.about", FIND, about);
  for (const row of found) {
    const parts = z.array(Part).parse(row.parts);
    const left = parts.filter(({ data }) => data[key] !== value);
    const [newest] = left;
    if (newest) changed.push(...(await keep(query, row, newest, left, parts.length - left.length)));
    else deletedIds.push(row.id);
  }
  const which = { name: "withdrawn", where: "n.id = ANY ($3::uuid[])", values: [deletedIds], take: 1_000 };
  if (deletedIds.length > 0) await buryNotifications(query, "withdrawn", which);
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
