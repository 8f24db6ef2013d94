import { z } from "zod";
import type { Db } from "@/lib/kit/db";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { type Mail, sendMail } from "@/lib/kit/mail";

/** The job that sends one mail. */
export const SEND_MAIL = "send-mail";

export const QueuedMail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

/** Queues a mail inside the transaction that causes it. */
export const queueMail = (tx: Db, mail: Mail): Promise<void> => queueJob(tx, SEND_MAIL, mail);

/** Works a queued mail off. Errors are tried again by the queue. */
export const sendQueuedMail: Job = async (payload) => sendMail(QueuedMail.parse(payload));
