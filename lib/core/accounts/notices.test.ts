import { expect, test } from "vitest";
import { updateUser } from "@/lib/core/admin/update-user";
import { systemContext } from "@/lib/core/context";
import { listDeliveries, listNotifications } from "@/lib/core/notifications";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { confirmEmailChange } from "./email/confirm-email-change";
import { requestEmailChange } from "./email/request-email-change";
import { changePassword } from "./password/change-password";
import { updateAccount } from "./update-account";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

type Account = Awaited<ReturnType<typeof makeAccount>>;

/** The newest notification of an account, and what became of it by mail. */
async function newest({ ctx }: Account) {
  const [found] = (await listNotifications(ctx, { userId: "me" })).items;
  const { items } = await listDeliveries(ctx, { userId: "me", notificationId: found?.id ?? "" });
  return { type: found?.type, title: found?.title, mail: items.find(({ channel }) => channel === "email") };
}

test("tells of a changed password in the app and by one mail", async () => {
  const account = await makeAccount();
  await changePassword(account.ctx, {
    userId: "me",
    currentPassword: PASSWORD,
    newPassword: "another long and lonely road",
  });
  expect(await newest(account)).toMatchObject({
    type: "security",
    title: "Your password was changed",
    mail: { state: "sending", reason: "own_mail" },
  });
  const subjects = (await queuedMail(account.email)).map(({ subject }) => subject);
  expect(subjects.filter((subject) => subject === "Your password was changed")).toHaveLength(1);
});

test("tells of a changed IP in the app", async () => {
  const account = await makeAccount();
  const email = `new-${account.email}`;
  await requestEmailChange(account.ctx, { userId: "me", email, password: PASSWORD });
  await confirmEmailChange(anonymousAt(), { token: tokenIn((await queuedMail(email)).at(-1)) });
  expect(await newest(account)).toMatchObject({ type: "security", title: "Your e-mail address was changed" });
});

test("tells of a changed role, and not of one that stays", async () => {
  const account = await makeAccount();
  const change = (role: "admin" | "user") => updateUser(systemContext("test"), { userId: account.id, role });
  await change("user");
  expect((await listNotifications(account.ctx, { userId: "me" })).items).toEqual([]);
  await change("admin");
  expect(await newest(account)).toMatchObject({ type: "account", title: "You are an admin now" });
});

test("tells of a name that an admin changed, from what to what, and leaves both out of the audit chain", async () => {
  const [account, boss] = [await makeAccount(), memberCtx(await makeMember({ role: "admin" }))];
  await updateAccount(account.ctx, { userId: "me", displayName: "Ann Brook" });
  expect((await listNotifications(account.ctx, { userId: "me" })).items).toEqual([]);
  await updateAccount(boss, { userId: account.id, displayName: "Ann" });
  const [told] = (await listNotifications(account.ctx, { userId: "me" })).items;
  expect(told).toMatchObject({ type: "account", title: "Your name was changed" });
  expect(told?.body).toContain("from “Ann Brook” to “Ann”");
  expect(JSON.stringify(await db().auditEntry.findMany())).not.toContain("Ann");
});
