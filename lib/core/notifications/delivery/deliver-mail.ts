import { z } from "zod";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { sendMail } from "@/lib/kit/mail";
import { Id, newId } from "@/lib/shared/ids";
import { decideAgain } from "./decide";
import { handToMail } from "./delivery-store";
import { errorReason, noteMail } from "./note-delivery";
import { writeNotices } from "./notification-mail";
import { takeDue } from "./take-due";

/** The job that sends one mail about notifications. */
export const MAIL_NOTICES = "mail-notices";

const Payload = z.strictObject({ userId: Id, mailId: Id, notificationIds: z.array(Id) });
type Payload = z.infer<typeof Payload>;

/** Queues one mail about everything that is due to a member. It is written when it is sent. */
export const deliverMail = (userId: string): Promise<void> =>
  takeDue(userId, "email", async (tx, notificationIds) => {
    const mailId = newId();
    await handToMail(tx.query, notificationIds, mailId);
    await queueJob(tx, MAIL_NOTICES, { userId, mailId, notificationIds } satisfies Payload);
  });

/** Writes and sends such a mail, about what may still be sent, and notes what came of it. Errors are tried again by the queue. */
export const mailNotices: Job = async (payload, { last }) => {
  const { userId, mailId, notificationIds } = Payload.parse(payload);
  const underWay = { userId, ids: notificationIds, carrier: mailId };
  const going = await decideAgain("email", underWay);
  if (!going) return;
  const ids = going.rows.map(({ id }) => id);
  try {
    await sendMail(writeNotices(going.profile, going.rows));
  } catch (error) {
    await noteMail({ ...underWay, ids }, { sent: false, reason: errorReason(error), last });
    throw error;
  }
  await noteMail({ ...underWay, ids }, { sent: true });
};
