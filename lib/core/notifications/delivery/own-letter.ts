import { z } from "zod";
import { QueuedMail } from "@/lib/core/mail/queue-mail";
import type { Db } from "@/lib/kit/db";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { type Mail, sendMail } from "@/lib/kit/mail";
import { Id } from "@/lib/shared/ids";
import { errorReason, noteLetter } from "./note-delivery";

/** The job that sends a notification's own letter. */
export const SEND_OWN_LETTER = "send-own-letter";

const Payload = QueuedMail.extend({ notificationId: Id });

/** Queues the letter that a notification has of its own, inside the transaction that causes both. */
export const queueOwnLetter = (tx: Db, mail: Mail, notificationId: string): Promise<void> =>
  queueJob(tx, SEND_OWN_LETTER, { ...mail, notificationId } satisfies z.input<typeof Payload>);

/** Sends it, and notes in the notification's delivery record what became of it. Errors are tried again by the queue. */
export const sendOwnLetter: Job = async (payload, { last }) => {
  const { notificationId, ...mail } = Payload.parse(payload);
  try {
    await sendMail(mail);
  } catch (error) {
    await noteLetter(notificationId, { sent: false, reason: errorReason(error), last });
    throw error;
  }
  await noteLetter(notificationId, { sent: true });
};
