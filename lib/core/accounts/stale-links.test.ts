import { describe, expect, test } from "vitest";
import { updateUser } from "@/lib/core/admin/update-user";
import { systemContext } from "@/lib/core/context";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail, throwMailAway, tokenIn } from "@/lib/core/testing/mail";
import { makeMember } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { confirmEmailChange } from "./email/confirm-email-change";
import { requestEmailChange } from "./email/request-email-change";
import { createFirstAdmin, isFirstAdminToken, issueFirstAdminToken } from "./first-admin";
import { changePassword } from "./password/change-password";
import { requestPasswordReset } from "./password/request-password-reset";
import { resetPassword } from "./password/reset-password";
import { register } from "./register";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const NEW = "another long and lonely road";

type Account = Awaited<ReturnType<typeof makeAccount>>;

const askToMove = ({ ctx }: Account, email: string) =>
  requestEmailChange(ctx, { userId: "me", email, password: PASSWORD });
const change = ({ ctx }: Account) => changePassword(ctx, { userId: "me", currentPassword: PASSWORD, newPassword: NEW });
/** The token of the newest mail to an email. */
const linkTo = async (email: string) => tokenIn((await queuedMail(email)).at(-1));
async function resetLink({ email }: Account): Promise<string> {
  await requestPasswordReset(anonymousAt(), { email });
  return linkTo(email);
}
const open = (token: string) => refusalOf(confirmEmailChange(anonymousAt(), { token }));
const reset = (token: string) => refusalOf(resetPassword(anonymousAt(), { token, newPassword: `${NEW} again` }));

describe("a link that moves the account", () => {
  test.each([
    ["the password was changed", change],
    ["the password was reset", async (account: Account) => reset(await resetLink(account))],
  ])("is dead once %s", async (_what, happen) => {
    const account = await makeAccount();
    const elsewhere = `thief-${account.email}`;
    await askToMove(account, elsewhere);
    const token = await linkTo(elsewhere);
    await happen(account);
    expect(await open(token)).toBe("gone");
    expect((await db().user.findUniqueOrThrow({ where: { id: account.id } })).email).toBe(account.email);
  });

  test("is not even written when the password was changed before the queue came to it", async () => {
    const account = await makeAccount();
    const elsewhere = `thief-${account.email}`;
    await askToMove(account, elsewhere);
    await change(account);
    expect(await queuedMail(elsewhere)).toEqual([]);
  });
});

test("a mail that confirms an account's first email is not written once another one counts", async () => {
  const name = `a-${newId().slice(-12)}`;
  const [old, moved] = [`${name}@example.org`, `moved-${name}@example.org`];
  const { id } = await register(anonymousAt(), { username: name, email: old, password: PASSWORD });
  await db().user.update({ where: { id }, data: { email: moved, emailKey: moved, claimedEmailKey: null } });
  expect(await queuedMail(old)).toEqual([]);
});

test("a link that confirms an account's own email outlives a change of the password", async () => {
  const account = await makeAccount();
  await db().user.update({
    where: { id: account.id },
    data: { emailKey: null, claimedEmailKey: account.email },
  });
  await askToMove(account, account.email);
  const token = await linkTo(account.email);
  await change(account);
  expect(await open(token)).toBe("ok");
});

describe("a link that sets a password", () => {
  test("is dead at the old email once the account moved", async () => {
    const account = await makeAccount();
    const token = await resetLink(account);
    const moved = `moved-${account.email}`;
    await askToMove(account, moved);
    expect(await open(await linkTo(moved))).toBe("ok");
    expect(await reset(token)).toBe("gone");
  });

  test("is dead once the password was changed", async () => {
    const account = await makeAccount();
    const token = await resetLink(account);
    await change(account);
    expect(await reset(token)).toBe("gone");
  });

  test("is dead while the account is deactivated, and when it comes back", async () => {
    const account = await makeAccount();
    const token = await resetLink(account);
    const set = (active: boolean) => updateUser(systemContext("test"), { userId: account.id, active });
    await set(false);
    expect(await reset(token)).toBe("gone");
    await set(true);
    expect(await reset(token)).toBe("gone");
  });

  test("works beside the two others of the hour, until one is used", async () => {
    const account = await makeAccount();
    const [one, two, three] = [await resetLink(account), await resetLink(account), await resetLink(account)];
    expect(new Set([one, two, three]).size).toBe(3);
    expect(await reset(one)).toBe("ok");
    expect([await reset(two), await reset(three), await reset(one)]).toEqual(["gone", "gone", "gone"]);
  });

  test("is used once when two are opened at the same time", async () => {
    const account = await makeAccount();
    const links = [await resetLink(account), await resetLink(account), await resetLink(account)];
    expect((await Promise.all(links.map(reset))).toSorted()).toEqual(["gone", "gone", "ok"]);
  });

  test("is not written again while three work, whoever asks, and the answer is the same", async () => {
    const account = await makeAccount();
    const links = [await resetLink(account), await resetLink(account), await resetLink(account)];
    await throwMailAway(account.email);
    for (let n = 0; n < 5; n++) {
      expect(await requestPasswordReset(anonymousAt(), { email: account.email })).toBeUndefined();
    }
    expect(await queuedMail(account.email)).toEqual([]);
    await db().oneTimeToken.updateMany({
      where: { userId: account.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await reset(links[2] ?? "")).toBe("gone");
    expect(await reset(await resetLink(account))).toBe("ok");
  });
});

test("the link of the first admin is dead once there is one, however that came", async () => {
  const token = (await issueFirstAdminToken()) ?? "";
  expect(await isFirstAdminToken(token)).toBe(true);
  await makeMember({ role: "admin" });
  expect(await isFirstAdminToken(token)).toBe(false);
  const wanted = { token, username: "second", email: "second@example.org", password: PASSWORD };
  expect(await refusalOf(createFirstAdmin(anonymousAt(), wanted))).toBe("gone");
  expect(await db().user.count({ where: { role: "admin" } })).toBe(1);
});
