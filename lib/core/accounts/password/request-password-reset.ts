import { z } from "zod";
import { countUsable, issueToken } from "@/lib/core/accounts/one-time-tokens";
import { Email } from "@/lib/core/accounts/schemas";
import { findUserByEmail } from "@/lib/core/accounts/store";
import { refuseBlocked } from "@/lib/core/engine/ip-blocks/blocks";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { queueMail } from "@/lib/core/mail/queue-mail";
import { writeMail } from "@/lib/core/mail/write-mail";
import { accountKey, lockUnchanged } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { queueJob } from "@/lib/kit/jobs";
import { log } from "@/lib/kit/log";
import { transact } from "@/lib/kit/transact";

/** How long the link in the mail works, in milliseconds. */
const LINK_MS = 30 * 60_000;
/**
 * Links of an account that work at once. Whoever asks again and again neither ends the link that its owner waits for nor
 * fills the mailbox: no further mail is written while it holds so many that work.
 */
const LINKS_MAX = 3;

export const WRITE_RESET = "write-password-reset";

/**
 * Asks for a mail with a link that sets a new password. Whether the email has an account is found out later, by the
 * job, so that the answer is the same in bytes and in time. Errors: blocked, rate_limited.
 */
export const requestPasswordReset = defineVerb({
  name: "accounts.requestPasswordReset",
  access: "anyone",
  rateLimits: ["auth"],
  input: z.strictObject({ email: Email }),
  output: z.undefined(),
  async run(ctx, { email }) {
    refuseBlocked(ctx.ip, "sign_in");
    await enforce(ctx, "login", `reset:${accountKey(email)}`);
    await queueJob(db(), WRITE_RESET, { email: accountKey(email) });
    return undefined;
  },
});

const Asked = z.strictObject({ email: z.string() });

/** The job behind it: a token and its mail in one transaction, for an active account only. */
export async function writePasswordReset(payload: unknown): Promise<void> {
  const { email } = Asked.parse(payload);
  const found = await findUserByEmail(email);
  if (!found) return;
  await transact(async (tx) => {
    const user = await lockUnchanged(tx, found);
    if (!user || (await countUsable(tx, "password_reset", user.id)) >= LINKS_MAX) return;
    const token = await issueToken(tx, { purpose: "password_reset", userId: user.id, lifeMs: LINK_MS });
    await queueMail(tx, mail(user, token));
    log().info({ event: "password_reset_asked", userId: user.id }, "password reset asked");
  });
}

const mail = ({ email, username }: { email: string; username: string }, token: string) =>
  writeMail({
    to: email,
    subject: "Set a new password",
    lines: [
      `Someone, probably you, asked to set a new password for your account ${username}.`,
      "The link works once, for half an hour. If you did not ask, ignore this mail: nothing has changed.",
    ],
    action: { label: "Set a new password", path: `/reset-password/${token}` },
  });
