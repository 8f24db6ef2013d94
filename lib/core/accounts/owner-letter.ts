import { type Letter, writeLetter } from "@/lib/core/mail/letter";
import { queueMail } from "@/lib/core/mail/queue-mail";
import { queueOwnLetter } from "@/lib/core/notifications/delivery/own-letter";
import type { Db } from "@/lib/kit/db";

type Owner = { email: string; emailKey: string | null };

/**
 * Queues a letter to an account's owner; `notificationId` names the notification whose own letter it is. An address that is
 * only claimed may be somebody else's and gets none.
 */
export async function writeToOwner(
  tx: Db,
  { email, emailKey }: Owner,
  letter: Omit<Letter, "to">,
  notificationId?: string,
): Promise<void> {
  if (emailKey === null) return;
  const mail = writeLetter({ to: email, ...letter });
  await (notificationId === undefined ? queueMail(tx, mail) : queueOwnLetter(tx, mail, notificationId));
}
