import { db } from "@/lib/kit/db";

/** How a try to send went. An error is tried again unless this was the last try. */
export type Outcome = { sent: true } | { sent: false; reason: string; last: boolean };

/** The stored reason for an error: what the other side said. */
export const errorReason = (error: unknown): string =>
  `error: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300);

/**
 * Notes how sending the mail about these notifications went. What was sent counts as that, also when it was deleted
 * meanwhile; what was merged into another meanwhile waits and is sent anew.
 */
export async function noteMail(notificationIds: string[], outcome: Outcome): Promise<void> {
  const data = outcome.sent
    ? { state: "delivered", reason: "" }
    : { state: outcome.last ? "failed" : "sending", reason: outcome.reason };
  await db().notificationDelivery.updateMany({
    where: {
      ...{ notificationId: { in: notificationIds }, channel: "email" },
      state: outcome.sent ? { in: ["sending", "dropped"] } : "sending",
    },
    data: { ...data, updatedAt: new Date() },
  });
}

/** Notes how sending a notification's own letter went. */
export async function noteLetter(notificationId: string, outcome: Outcome): Promise<void> {
  const data = outcome.sent
    ? { state: "delivered", reason: "own_letter" }
    : { state: outcome.last ? "failed" : "queued", reason: outcome.reason };
  await db().notificationDelivery.updateMany({
    where: { notificationId, channel: "email", state: "queued" },
    data: { ...data, updatedAt: new Date() },
  });
}
