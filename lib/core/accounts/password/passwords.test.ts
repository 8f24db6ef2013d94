import { expect, test } from "vitest";
import { confirmEmailChange } from "@/lib/core/accounts/email/confirm-email-change";
import { requestEmailChange } from "@/lib/core/accounts/email/request-email-change";
import { actorOfSession } from "@/lib/core/engine/sessions/actor";
import { anonymousAt, makeAccount, PASSWORD, signedIn } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { refusalOf } from "@/lib/core/testing/refusal";
import { withoutNotifications } from "@/lib/core/testing/without-notifications";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { changePassword } from "./change-password";
import { requestPasswordReset } from "./request-password-reset";
import { resetPassword } from "./reset-password";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const NEW = "another long and lonely road";
const ask = (email: string) => requestPasswordReset(anonymousAt(), { email });

test("changes the password, ends every other session and keeps this one", async () => {
  const { username, email, ctx } = await makeAccount();
  const other = await signedIn(username);
  expect(await refusalOf(changePassword(ctx, { userId: "me", currentPassword: "wrong", newPassword: NEW }))).toBe(
    "invalid_input",
  );
  expect(
    await refusalOf(changePassword(ctx, { userId: "me", currentPassword: PASSWORD, newPassword: "password1" })),
  ).toBe("invalid_input");
  await changePassword(ctx, { userId: "me", currentPassword: PASSWORD, newPassword: NEW });
  expect((await actorOfSession(other.actor.via.sessionId)).kind).toBe("anonymous");
  expect((await actorOfSession(ctx.actor.via.sessionId)).kind).toBe("member");
  await signedIn(username, anonymousAt(), NEW);
  expect((await queuedMail(email)).map((mail) => mail.subject)).toContain("Your password was changed");
});

test("does not change another member's password", async () => {
  const [one, other] = [await makeAccount(), await makeAccount()];
  expect(
    await refusalOf(changePassword(one.ctx, { userId: other.id, currentPassword: PASSWORD, newPassword: NEW })),
  ).toBe("not_found");
});

test("sets a new password with the link of the mail and ends every session", async () => {
  const { username, email, ctx } = await makeAccount();
  await ask(email.toUpperCase());
  const token = tokenIn((await queuedMail(email)).at(-1));
  await resetPassword(anonymousAt(), { token, newPassword: NEW });
  expect((await actorOfSession(ctx.actor.via.sessionId)).kind).toBe("anonymous");
  await signedIn(username, anonymousAt(), NEW);
  expect(await refusalOf(resetPassword(anonymousAt(), { token, newPassword: NEW }))).toBe("gone");
});

test("lets exactly one of 100 parallel uses of a link pass", async () => {
  const { email } = await makeAccount();
  await ask(email);
  const token = tokenIn((await queuedMail(email)).at(-1));
  const uses = Array.from({ length: 100 }, (_, i) =>
    resetPassword(anonymousAt(), { token, newPassword: `${NEW} ${i}` }),
  );
  const outcomes = await Promise.all(uses.map(refusalOf));
  expect(outcomes.filter((one) => one === "ok")).toHaveLength(1);
  expect(outcomes.filter((one) => one === "gone")).toHaveLength(99);
});

test("leaves a link usable when the change breaks off", async () => {
  const { username, email } = await makeAccount();
  await ask(email);
  const token = tokenIn((await queuedMail(email)).at(-1));
  const reset = () => resetPassword(anonymousAt(), { token, newPassword: NEW });
  await withoutNotifications(async () => expect(reset()).rejects.toThrow("no notice today"));
  await reset();
  await signedIn(username, anonymousAt(), NEW);
  expect(await refusalOf(reset())).toBe("gone");
});

test("ends a link after 30 minutes", async () => {
  const { email } = await makeAccount();
  await ask(email);
  const token = tokenIn((await queuedMail(email)).at(-1));
  const { expiresAt, createdAt } = await db().oneTimeToken.findFirstOrThrow({ orderBy: { createdAt: "desc" } });
  expect(((expiresAt?.getTime() ?? 0) - createdAt.getTime()) / 60_000).toBeCloseTo(30, 0);
  await db().oneTimeToken.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } });
  expect(await refusalOf(resetPassword(anonymousAt(), { token, newPassword: NEW }))).toBe("gone");
});

test("answers a reset for an unknown and a deactivated account as for any other, and mails nobody", async () => {
  const { id, email } = await makeAccount();
  await db().user.update({ where: { id }, data: { deactivatedAt: new Date() } });
  expect([await ask(email), await ask("nobody@example.org")]).toEqual([undefined, undefined]);
  expect(await queuedMail(email)).toHaveLength(0);
  expect(await queuedMail("nobody@example.org")).toHaveLength(0);
});

test("moves an account to a new IP once that is confirmed, and tells the old one", async () => {
  const { id, email, ctx } = await makeAccount();
  await requestEmailChange(ctx, { userId: "me", email: `new-${email}`, password: PASSWORD });
  expect((await queuedMail(email)).map((mail) => mail.subject)).toEqual(["Your e-mail address is about to change"]);
  const token = tokenIn((await queuedMail(`new-${email}`)).at(-1));
  expect((await db().user.findUnique({ where: { id } }))?.email).toBe(email);
  expect(await confirmEmailChange(anonymousAt(), { token })).toEqual({ email: `new-${email}` });
  expect((await db().user.findUnique({ where: { id } }))?.email).toBe(`new-${email}`);
  expect(await refusalOf(confirmEmailChange(anonymousAt(), { token }))).toBe("gone");
});

test("does not move an account to an IP that has one", async () => {
  const [one, other] = [await makeAccount(), await makeAccount()];
  await requestEmailChange(one.ctx, { userId: "me", email: other.email, password: PASSWORD });
  const [mail, ...more] = await queuedMail(other.email);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe("You have an account already");
  expect(mail?.text).not.toContain("/confirm-email/");
});
