import { z } from "zod";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { sendMail } from "@/lib/kit/mail";
import { Id } from "@/lib/shared/ids";
import { judgeAgain } from "./judge";
import { errorReason, noteMail } from "./note-delivery";
import { writeNotices } from "./notice-letter";
import { takeDue } from "./take-due";

/** The job that sends one mail about notifications. */
export const MAIL_NOTICES = "mail-notices";

const Payload = z.strictObject({ userId: Id, notificationIds: z.array(Id) });

/** Queues one mail about everything that is due to a member. It is written when it is sent. */
export const deliverMail = (userId: string): Promise<void> =>
  takeDue(userId, "email", (tx, notificationIds) => queueJob(tx, MAIL_NOTICES, { userId, notificationIds }));

/** Writes and sends such a mail, about what may still be sent, and notes what came of it. Errors are tried again by the queue. */
export const mailNotices: Job = async (payload, { last }) => {
  const { userId, notificationIds } = Payload.parse(payload);
  const going = await judgeAgain(userId, "email", { ids: notificationIds });
  if (!going) return;
  const ids = going.rows.map(({ id }) => id);
  try {
    await sendMail(writeNotices(going.profile, going.rows));
  } catch (error) {
    await noteMail(ids, { sent: false, reason: errorReason(error), last });
    throw error;
  }
  await noteMail(ids, { sent: true });
};
