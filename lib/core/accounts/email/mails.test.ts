import { afterAll, beforeAll, expect, test } from "vitest";
import { changePassword } from "@/lib/core/accounts/password/change-password";
import {
  requestPasswordReset,
  WRITE_RESET,
  writePasswordReset,
} from "@/lib/core/accounts/password/request-password-reset";
import { SEND_MAIL, sendQueuedMail } from "@/lib/core/mail/queue-mail";
import { listDeliveries, listNotifications } from "@/lib/core/notifications";
import { SEND_OWN_MAIL, sendOwnMail } from "@/lib/core/notifications/delivery/own-mail";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { runDue } from "@/lib/core/testing/jobs";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeMail } from "@/lib/kit/mail";
import { testDatabase } from "@/lib/kit/testing/database";
import { type TestSmtp, testSmtp } from "@/lib/kit/testing/smtp";
import { WRITE_CONFIRMATION_MAIL, writeConfirmationMail } from "./confirmation-mail";
import { requestEmailChange } from "./request-email-change";

testDatabase();
let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await testSmtp();
  overrideEnv({
    SMTP_URL: smtp.url,
    SECRET_KEY: "a secret key for tests, long enough to be one",
    RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
  });
});
afterAll(async () => {
  closeMail();
  await smtp.stop();
});

const JOBS = {
  [SEND_MAIL]: sendQueuedMail,
  [SEND_OWN_MAIL]: sendOwnMail,
  [WRITE_RESET]: writePasswordReset,
  [WRITE_CONFIRMATION_MAIL]: writeConfirmationMail,
};
const HOUR_MS = 3_600_000;
const work = (laterMs = 0) => runDue(JOBS, new Date(Date.now() + laterMs));

/** The next mail that the server gets, its line breaks undone. */
async function nextMail() {
  const { to, raw } = await smtp.next();
  const text = raw.replaceAll("=\r\n", "");
  return { to: to[0], subject: /^Subject: (.*)$/m.exec(text)?.[1]?.trim(), text };
}

type Account = Awaited<ReturnType<typeof makeAccount>>;

/** How the newest notification of an account fares by mail. */
async function byMail({ ctx }: Account) {
  const [found] = (await listNotifications(ctx, { userId: "me" })).items;
  const { items } = await listDeliveries(ctx, { userId: "me", notificationId: found?.id ?? "" });
  return items.find(({ channel }) => channel === "email");
}

/** An account whose own mails were read. */
async function quietAccount(): Promise<Account> {
  const account = await makeAccount();
  await db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  return account;
}

const change = ({ ctx }: Account) =>
  changePassword(ctx, { userId: "me", currentPassword: PASSWORD, newPassword: "another long and lonely road" });

test("sends the link that resets a password through the mail server", async () => {
  const account = await quietAccount();
  await requestPasswordReset(anonymousAt(), { email: account.email });
  await work();
  const mail = await nextMail();
  expect(mail).toMatchObject({ to: account.email, subject: "Set a new password" });
  expect(mail.text).toMatch(/\/reset-password\/[\w-]{20,}/);
});

test("sends the link that confirms an email to it, and word of it to the old one", async () => {
  const account = await quietAccount();
  const email = `new-${account.email}`;
  await requestEmailChange(account.ctx, { userId: "me", email, password: PASSWORD });
  await work();
  const mails = [await nextMail(), await nextMail()];
  const confirm = mails.find(({ to }) => to === email);
  expect(confirm?.subject).toBe("Confirm your new e-mail address");
  expect(confirm?.text).toMatch(/\/confirm-email\/[\w-]{20,}/);
  expect(mails.map(({ to }) => to)).toContain(account.email);
});

test("says of a security mail that it is on its way, why a try failed, and that it was sent", async () => {
  const account = await quietAccount();
  await change(account);
  expect(await byMail(account)).toMatchObject({ state: "sending", reason: "own_mail" });
  smtp.refuse(true);
  await work();
  expect(await byMail(account)).toMatchObject({
    state: "sending",
    reason: "error",
    detail: expect.stringContaining("451"),
  });
  smtp.refuse(false);
  await work(HOUR_MS);
  expect(await nextMail()).toMatchObject({ to: account.email, subject: "Your password was changed" });
  expect(await byMail(account)).toMatchObject({ state: "delivered", reason: "own_mail" });
});

test("says of a security mail that it failed when every try did", async () => {
  const account = await quietAccount();
  await change(account);
  smtp.refuse(true);
  const trying = async () => {
    await work(24 * HOUR_MS);
    return byMail(account);
  };
  await expect.poll(trying).toMatchObject({ state: "failed", reason: "error", detail: expect.stringContaining("451") });
  smtp.refuse(false);
});
