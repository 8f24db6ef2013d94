import { z } from "zod";
import { errorReason, noteLetter } from "@/lib/core/notifications/delivery/note-delivery";
import type { Db } from "@/lib/kit/db";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { type Mail, sendMail } from "@/lib/kit/mail";
import { Id } from "@/lib/shared/ids";

/** The job that sends one mail. */
export const SEND_MAIL = "send-mail";

const QueuedMail = z.strictObject({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  /** The notification whose own letter this is: its delivery record says what became of it. */
  notificationId: Id.optional(),
});

/** Queues a mail inside the transaction that causes it; `notificationId` names the one whose own letter it is. */
export const queueMail = (tx: Db, mail: Mail, notificationId?: string): Promise<void> =>
  queueJob(tx, SEND_MAIL, { ...mail, notificationId });

/** Works a queued mail off. Errors are tried again by the queue. */
export const sendQueuedMail: Job = async (payload, { last }) => {
  const { notificationId, ...mail } = QueuedMail.parse(payload);
  try {
    await sendMail(mail);
  } catch (error) {
    if (notificationId) await noteLetter(notificationId, { sent: false, reason: errorReason(error), last });
    throw error;
  }
  if (notificationId) await noteLetter(notificationId, { sent: true });
};
