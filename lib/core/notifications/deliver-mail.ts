import { z } from "zod";
import { QueuedMail } from "@/lib/core/mail/queue-mail";
import { db } from "@/lib/kit/db";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { sendMail } from "@/lib/kit/mail";
import { Id } from "@/lib/shared/ids";
import { writeNotices } from "./notice-letter";
import { note, takeDue } from "./take-due";

/** The job that sends one mail about notifications. */
export const MAIL_NOTICES = "mail-notices";

const Payload = z.strictObject({ mail: QueuedMail, notificationIds: z.array(Id) });

/** Writes one mail about everything that is due to a member, and queues it. */
export const deliverMail = (userId: string): Promise<void> =>
  takeDue(userId, "email", async (tx, profile, due) => {
    const payload = { mail: writeNotices(profile, due), notificationIds: due.map(({ id }) => id) };
    await queueJob(tx, MAIL_NOTICES, payload);
  });

/** Sends such a mail and notes what came of it. Errors are tried again by the queue. */
export const mailNotices: Job = async (payload, { last }) => {
  const { mail, notificationIds } = Payload.parse(payload);
  try {
    await sendMail(mail);
  } catch (error) {
    const reason = `error: ${error instanceof Error ? error.message : String(error)}`;
    await note(db(), notificationIds, "email", "sending", { state: last ? "failed" : "sending", reason });
    throw error;
  }
  await note(db(), notificationIds, "email", "sending", { state: "delivered" });
};
