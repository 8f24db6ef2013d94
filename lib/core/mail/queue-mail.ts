import { z } from "zod";
import { type Db } from "@/lib/kit/db";
import { type JobOptions, queueJob } from "@/lib/kit/jobs";
import { type Mail, sendMail } from "@/lib/kit/mail";

/** The job that sends one mail. */
export const SEND_MAIL = "send-mail";

/** A mail inside the payload of a job. */
export const QueuedMail = z.strictObject({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
});

/** Queues a mail inside the transaction that causes it. */
export const queueMail = (tx: Db, mail: Mail, options?: JobOptions): Promise<void> =>
  queueJob(tx, SEND_MAIL, mail, options);

/** Works a queued mail off. Errors are tried again by the queue. */
export const sendQueuedMail = (payload: unknown): Promise<void> => sendMail(QueuedMail.parse(payload));
