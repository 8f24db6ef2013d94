import { queueMail } from "@/lib/core/mail/queue-mail";
import { type MailText, writeMail } from "@/lib/core/mail/write-mail";
import { queueOwnMail } from "@/lib/core/notifications/delivery/own-mail";
import type { Db } from "@/lib/kit/db";

type Owner = { email: string; emailKey: string | null };

/**
 * Queues a mail to an account's owner; `notificationId` names the notification whose own mail it is. An email that is
 * only claimed may be somebody else's and gets none.
 */
export async function writeToOwner(
  tx: Db,
  { email, emailKey }: Owner,
  text: Omit<MailText, "to">,
  notificationId?: string,
): Promise<void> {
  if (emailKey === null) return;
  const mail = writeMail({ to: email, ...text });
  await (notificationId === undefined ? queueMail(tx, mail) : queueOwnMail(tx, mail, notificationId));
}
