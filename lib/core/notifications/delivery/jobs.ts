import { z } from "zod";
import { SEND_ANNOUNCEMENT, sendAnnouncement } from "@/lib/core/notifications/announcements/send-announcement";
import {
  RECALL_ANNOUNCEMENT,
  takeBackAnnouncement,
} from "@/lib/core/notifications/announcements/take-back-announcement";
import { deliverPush, PUSH_NOTICES, pushNotices } from "@/lib/core/notifications/push/deliver-push";
import type { Job } from "@/lib/kit/jobs";
import { Id } from "@/lib/shared/ids";
import { deliverMail, MAIL_NOTICES, mailNotices } from "./deliver-mail";
import { SEND_OWN_MAIL, sendOwnMail } from "./own-mail";
import { DELIVER_NOTICES } from "./plan-deliveries";

const Payload = z.strictObject({ userId: Id, channel: z.enum(["email", "push"]) });

/** Sends what is due to a member over a channel, and looks after the rest. */
const deliverNotices: Job = (payload) => {
  const { userId, channel } = Payload.parse(payload);
  return channel === "email" ? deliverMail(userId) : deliverPush(userId);
};

/** The jobs that carry notifications out of the app, and announcements to everyone and back. */
export const notificationJobs: Record<string, Job> = {
  [DELIVER_NOTICES]: deliverNotices,
  [MAIL_NOTICES]: mailNotices,
  [PUSH_NOTICES]: pushNotices,
  [SEND_OWN_MAIL]: sendOwnMail,
  [SEND_ANNOUNCEMENT]: sendAnnouncement,
  [RECALL_ANNOUNCEMENT]: takeBackAnnouncement,
};
