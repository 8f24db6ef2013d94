import { WRITE_CONFIRMATION_MAIL, writeConfirmationMail } from "@/lib/core/accounts/email/confirmation-mail";
import { WRITE_RESET, writePasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { SEND_MAIL } from "@/lib/core/mail/queue-mail";
import { SEND_OWN_MAIL } from "@/lib/core/notifications/delivery/own-mail";
import { db } from "@/lib/kit/db";
import type { Mail } from "@/lib/kit/mail";

type Row = { task_identifier: string; payload: unknown };

/** Jobs that only write mails. */
const WRITERS = { [WRITE_RESET]: writePasswordReset, [WRITE_CONFIRMATION_MAIL]: writeConfirmationMail };

/** Jobs that send one. */
const MAILS = [SEND_MAIL, SEND_OWN_MAIL];

/** Mails that wait in the queue for `to`, oldest first. Jobs that only write mails are done first. */
export async function queuedMail(to: string): Promise<Mail[]> {
  for (const [task, write] of Object.entries(WRITERS)) {
    for (const { payload } of await waiting(task)) await write(payload);
    await db().$executeRaw`DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
      WHERE t.id = j.task_id AND t.identifier = ${task}`;
  }
  const rows = await waiting(...MAILS);
  return rows.map((row) => row.payload as Mail).filter((mail) => mail.to === to);
}

/** Forgets the mails that wait for `to`, so that a test meets only its own. */
export const throwMailAway = (to: string): Promise<number> =>
  db().$executeRaw`DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
    WHERE t.id = j.task_id AND t.identifier = ANY (${MAILS}) AND j.payload->>'to' = ${to}`;

const waiting = (...tasks: string[]): Promise<Row[]> =>
  db().$queryRaw<Row[]>`SELECT t.identifier AS task_identifier, j.payload FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = ANY (${tasks}) ORDER BY j.id`;

/** The token at the end of the link in a mail. */
export function tokenIn(mail: Mail | undefined): string {
  const [, token] = /\/(?:reset-password|confirm-email)\/([\w-]+)/.exec(mail?.text ?? "") ?? [];
  if (!token) throw new Error("There is no link in this mail.");
  return token;
}
