import { z } from "zod";
import { QueuedMail } from "@/lib/core/mail/queue-mail";
import type { Db } from "@/lib/kit/db";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { type Mail, sendMail } from "@/lib/kit/mail";
import { Id } from "@/lib/shared/ids";
import { errorReason, noteOwnMail } from "./note-delivery";

/** The job that sends a notification's own mail. */
export const SEND_OWN_MAIL = "send-own-letter";

const Payload = QueuedMail.extend({ notificationId: Id });

/** Queues the mail that a notification has of its own, inside the transaction that causes both. */
export const queueOwnMail = (tx: Db, mail: Mail, notificationId: string): Promise<void> =>
  queueJob(tx, SEND_OWN_MAIL, { ...mail, notificationId } satisfies z.input<typeof Payload>);

/** Sends it, and notes in the notification's delivery record what became of it. Errors are tried again by the queue. */
export const sendOwnMail: Job = async (payload, { last }) => {
  const { notificationId, ...mail } = Payload.parse(payload);
  try {
    await sendMail(mail);
  } catch (error) {
    await noteOwnMail(notificationId, { sent: false, reason: errorReason(error), last });
    throw error;
  }
  await noteOwnMail(notificationId, { sent: true });
};
