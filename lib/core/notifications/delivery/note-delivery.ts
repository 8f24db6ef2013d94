import { MEMBER } from "@/lib/core/notifications/inbox/lock-member";
import { db, hotQuery } from "@/lib/kit/db";
import type { UnderWay } from "./delivery-store";

/** How a try to send went. An error is tried again unless this was the last try. */
export type Outcome = { sent: true } | { sent: false; reason: string; last: boolean };

/** The stored reason for an error: what the other side said. */
export const errorReason = (error: unknown): string =>
  `error: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300);

const MAILED = `
  WITH ${MEMBER}
  UPDATE notification_deliveries d SET state = $5::text, reason = $6::text, updated_at = $7::timestamptz FROM member
  WHERE d.user_id = member.id AND d.notification_id = ANY ($2::uuid[]) AND d.channel = 'email'
    AND d.mail_id = $3::uuid AND d.state = ANY ($4::text[])`;

/**
 * Notes how sending a mail about these notifications went. What was sent counts as that, also when it was deleted
 * meanwhile; what was merged into another meanwhile is not this mail's any more.
 */
export async function noteMail({ userId, ids, carrier }: UnderWay, outcome: Outcome): Promise<void> {
  const [from, state, reason] = outcome.sent
    ? [["sending", "dropped"], "delivered", ""]
    : [["sending"], outcome.last ? "failed" : "sending", outcome.reason];
  await hotQuery("notifications.mailed", MAILED, [userId, ids, carrier, from, state, reason, new Date()]);
}

/** Notes how sending a notification's own mail went. */
export async function noteOwnMail(notificationId: string, outcome: Outcome): Promise<void> {
  const data = outcome.sent
    ? { state: "delivered", reason: "own_mail" }
    : { state: outcome.last ? "failed" : "queued", reason: outcome.reason };
  await db().notificationDelivery.updateMany({
    where: { notificationId, channel: "email", state: "queued" },
    data: { ...data, updatedAt: new Date() },
  });
}
