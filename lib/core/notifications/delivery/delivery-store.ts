import type { ArchiveReason } from "@/lib/core/notifications/inbox/archive";
import { COLUMNS, type NotificationRow } from "@/lib/core/notifications/row";
import { urgentTypes } from "@/lib/core/notifications/types";
import type { Query } from "@/lib/kit/db";
import type { OuterChannel } from "./plan-deliveries";
import type { WaitReason } from "./timing";

/** What became of a delivery, as stored: a state, the reason for it, and until when it waits. */
export type Verdict = {
  state: "waiting" | "sending" | "dropped";
  reason?: WaitReason | ArchiveReason | "read" | "deactivated" | "preference" | "unconfirmed" | "no_browser";
  until?: Date;
};

/** A delivery and what it delivers, which may be gone by now. */
export type DeliveryRow = { deliveryOf: string; deliveryState: string; isRecalled: boolean } & (
  | NotificationRow
  | { [K in keyof NotificationRow]: null }
);

const DELIVERIES = `
  SELECT d.notification_id AS "deliveryOf", d.state AS "deliveryState", n.* FROM notification_deliveries d
  LEFT JOIN LATERAL (
    SELECT ${COLUMNS}, EXISTS (
      SELECT 1 FROM announcements a WHERE a.id = announcement_id AND a.state = 'recalled'
    ) AS "isRecalled"
    FROM notifications WHERE id = d.notification_id
  ) AS n ON true`;

/** Deliveries one job takes at once; the rest waits for the next. */
const TAKEN_MAX = 200;

/** One that is due takes along what was to follow within the minute. */
const DUE = `${DELIVERIES}
  WHERE d.user_id = $1::uuid AND d.channel = $2::text AND d.state = 'waiting' AND (d.until <= $3::timestamptz
    OR d.reason = 'soon' AND EXISTS (
      SELECT 1 FROM notification_deliveries ripe WHERE ripe.user_id = $1::uuid AND ripe.channel = $2::text
        AND ripe.state = 'waiting' AND ripe.reason = 'soon' AND ripe.until <= $3::timestamptz
    ))
  ORDER BY n.type = ANY ($4::text[]) DESC NULLS LAST, n.seq LIMIT ${TAKEN_MAX} FOR UPDATE OF d`;

/** Locks what is due to a member over a channel, at most 200, what is urgent first and then by number. */
export const lockDue = (query: Query, userId: string, channel: OuterChannel, now: Date): Promise<DeliveryRow[]> =>
  query<DeliveryRow>("notifications.due", DUE, [userId, channel, now.toISOString(), urgentTypes()]);

const UNDER_WAY = `${DELIVERIES}
  WHERE d.user_id = $1::uuid AND d.channel = $2::text AND d.notification_id = ANY ($3::uuid[])
    AND CASE d.channel WHEN 'email' THEN d.state = 'sending' AND d.mail_id = $4::uuid
      ELSE d.state IN ('sending', 'delivered') AND $4::uuid = ANY (d.browsers) END
  ORDER BY n.seq FOR UPDATE OF d`;

/** Locks those of `ids` that `carrier` is still to bring, by number. */
export const lockUnderWay = (
  query: Query,
  channel: OuterChannel,
  { userId, ids, carrier }: UnderWay,
): Promise<DeliveryRow[]> => query<DeliveryRow>("notifications.underWay", UNDER_WAY, [userId, channel, ids, carrier]);

/** Notifications on their way to a member, and what carries them: the mail, or the browser that a push message goes to. */
export type UnderWay = { userId: string; ids: string[]; carrier: string };

const DECIDE = `
  UPDATE notification_deliveries d SET state = t.state, reason = t.reason, until = t.until, updated_at = $3::timestamptz,
    browsers = '{}', mail_id = NULL, failure = ''
  FROM jsonb_to_recordset($1::jsonb) AS t (id uuid, state text, reason text, until timestamptz)
  WHERE d.notification_id = t.id AND d.channel = $2::text`;

/** Writes verdicts on deliveries of a channel down, by one statement. */
export async function writeVerdicts(
  query: Query,
  channel: OuterChannel,
  verdicts: { id: string; verdict: Verdict }[],
  now: Date,
): Promise<void> {
  if (verdicts.length === 0) return;
  const values = verdicts.map(({ id, verdict: { state, reason = "", until = null } }) => ({
    id,
    state,
    reason,
    until,
  }));
  await query("notifications.decide", DECIDE, [JSON.stringify(values), channel, now.toISOString()]);
}

const NEXT = `
  SELECT min(until) AS next FROM notification_deliveries
  WHERE user_id = $1::uuid AND channel = $2::text AND state = 'waiting'`;

/** When the next of what waits for a member over a channel is due. */
export async function nextDue(query: Query, userId: string, channel: OuterChannel): Promise<Date | undefined> {
  const [row] = await query<{ next: Date | null }>("notifications.nextDue", NEXT, [userId, channel]);
  return row?.next ?? undefined;
}

const NOTE_BROWSERS = `
  UPDATE notification_deliveries SET browsers = $2::uuid[]
  WHERE notification_id = ANY ($1::uuid[]) AND channel = 'push' AND state = 'sending'`;

/** Notes for which browsers push messages were queued. */
export async function noteBrowsers(query: Query, ids: string[], browserIds: string[]): Promise<void> {
  await query("notifications.noteBrowsers", NOTE_BROWSERS, [ids, browserIds]);
}

const HAND_OVER = `
  UPDATE notification_deliveries SET mail_id = $2::uuid
  WHERE notification_id = ANY ($1::uuid[]) AND channel = 'email' AND state = 'sending'`;

/** Notes which mail carries these notifications: no other one may. */
export async function handToMail(query: Query, ids: string[], mailId: string): Promise<void> {
  await query("notifications.handToMail", HAND_OVER, [ids, mailId]);
}
