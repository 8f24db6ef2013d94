import { z } from "zod";
import { replaceToken } from "@/lib/core/accounts/one-time-tokens";
import { Email } from "@/lib/core/accounts/schemas";
import { queueMail } from "@/lib/core/mail/queue-mail";
import { writeMail } from "@/lib/core/mail/write-mail";
import { accountKey, lockAccount } from "@/lib/core/members/store";
import { type Db, db } from "@/lib/kit/db";
import { queueJob } from "@/lib/kit/jobs";
import { transact } from "@/lib/kit/transact";

/** How long the link in the mail works, in milliseconds. */
const LINK_MS = 24 * 3_600_000;

export const WRITE_CONFIRMATION_MAIL = "write-address-letter";

const Given = z.strictObject({
  userId: z.string(),
  email: Email,
  occasion: z.enum(["registered", "changed"]),
  /** Of the account when the email was given. */
  credentialsVersion: z.number().int().default(0),
});
type Given = z.infer<typeof Given>;

/** Queues the mail to an email that was given for an account. Whose email it is, is found out by the job. */
export const queueConfirmationMail = (tx: Db, given: Given): Promise<void> =>
  queueJob(tx, WRITE_CONFIRMATION_MAIL, given);

/** The job behind it: a link that confirms the email or, to the owner of another account, what was tried. */
export async function writeConfirmationMail(payload: unknown): Promise<void> {
  const given = Given.parse(payload);
  const { userId, email, occasion } = given;
  const owner = await db().user.findUnique({
    where: { emailKey: accountKey(email) },
    select: { id: true, deactivatedAt: true },
  });
  await transact(async (tx) => {
    const user = await lockAccount(tx, userId);
    if (!user || user.deactivatedAt || isStale(given, user)) return;
    if (owner && owner.id !== userId) {
      if (!owner.deactivatedAt) await queueMail(tx, mailToOwner(email));
      return;
    }
    const token = await replaceToken(tx, { purpose: "email_change", userId, subject: email, lifeMs: LINK_MS });
    await queueMail(tx, MAILS[occasion](email, user.username, token));
  });
}

/**
 * Whether the account has changed since the email was given for it: another one was confirmed, or whoever wanted to move it
 * may not have known the password that counts now.
 */
function isStale(given: Given, user: { email: string; credentialsVersion: number }): boolean {
  if (given.occasion === "registered") return accountKey(given.email) !== accountKey(user.email);
  return given.credentialsVersion !== user.credentialsVersion;
}

const confirmAt = (token: string) => ({ label: "Confirm the address", path: `/confirm-email/${token}` });

const MAILS = {
  registered: (to: string, username: string, token: string) =>
    writeMail({
      to,
      subject: "Confirm your e-mail address",
      lines: [
        `The account ${username} was made with this address. Confirm it within a day: from then on you can sign in with it.`,
        "If this was not you, ignore this mail.",
      ],
      action: confirmAt(token),
    }),
  changed: (to: string, username: string, token: string) =>
    writeMail({
      to,
      subject: "Confirm your new e-mail address",
      lines: [`This address was given for the account ${username}. Confirm it within a day, or ignore this mail.`],
      action: confirmAt(token),
    }),
};

const mailToOwner = (to: string) =>
  writeMail({
    to,
    subject: "You have an account already",
    lines: [
      "Someone gave this e-mail address for another account. It belongs to yours and stays there.",
      "If this was you, sign in, or set a new password if you do not remember it. If not, there is nothing to do.",
    ],
    action: { label: "Set a new password", path: "/forgot-password" },
  });
