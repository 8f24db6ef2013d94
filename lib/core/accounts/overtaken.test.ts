import { describe, expect, test } from "vitest";
import { updateUser } from "@/lib/core/admin/update-user";
import { systemContext } from "@/lib/core/context";
import { accountKey } from "@/lib/core/members/store";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { overtake } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { type Db, db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { hashPassword, verifyPassword } from "@/lib/kit/password";
import { testDatabase } from "@/lib/kit/testing/database";
import { changeCredentials } from "./change-credentials";
import { requestEmailChange } from "./email/request-email-change";
import { changePassword } from "./password/change-password";
import { requestPasswordReset, writePasswordReset } from "./password/request-password-reset";
import { resetPassword } from "./password/reset-password";
import { deleteAccount } from "./personal-data/delete-account";
import { beginTotp } from "./second-factor/begin-totp";
import { disableTotp } from "./second-factor/disable-totp";
import { renewRecoveryCodes } from "./second-factor/renew-recovery-codes";
import { signIn } from "./sign-in/sign-in";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const OTHER = "the owner's own new road";

/** Sets another password in the transaction of someone else. */
const setPassword = (userId: string) => async (tx: Db) =>
  changeCredentials(tx, userId, { passwordHash: await hashPassword(OTHER) });

const hashOf = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).passwordHash;
const livingOf = (userId: string, not: string) => db().session.count({ where: { userId, endedAt: null, id: { not } } });

describe("a sign-in under way", () => {
  test("begins no session once the password was changed", async () => {
    const { id, username, ctx } = await makeAccount();
    const attempt = () => refusalOf(signIn(anonymousAt(), { username, password: PASSWORD }));
    expect(await overtake(id, attempt, setPassword(id))).toBe("invalid_credentials");
    expect(await livingOf(id, ctx.actor.via.sessionId)).toBe(0);
  });

  test("begins no session once the account was deactivated, also when it comes back", async () => {
    const { id, username, ctx } = await makeAccount();
    const attempt = () => refusalOf(signIn(anonymousAt(), { username, password: PASSWORD }));
    const deactivate = (tx: Db) => changeCredentials(tx, id, { deactivatedAt: new Date() });
    expect(await overtake(id, attempt, deactivate)).toBe("invalid_credentials");
    await updateUser(systemContext("test"), { userId: id, active: true });
    expect(await livingOf(id, ctx.actor.via.sessionId)).toBe(0);
  });

  test("begins no session past a second factor that was turned on", async () => {
    const { id, username, ctx } = await makeAccount();
    const attempt = () => refusalOf(signIn(anonymousAt(), { username, password: PASSWORD }));
    const turnOn = (tx: Db) => tx.user.update({ where: { id }, data: { totpEnabledAt: new Date() } });
    expect(await overtake(id, attempt, turnOn)).toBe("invalid_credentials");
    expect(await livingOf(id, ctx.actor.via.sessionId)).toBe(0);
  });

  test("does not put the old password back while it makes its hash anew", async () => {
    const { id, username } = await makeAccount();
    const { pbkdf2Sync } = await import("node:crypto");
    const salt = Buffer.from("salt");
    const key = pbkdf2Sync(PASSWORD, salt, 500, 32, "sha256").toString("base64url");
    const stale = `pbkdf2-sha256$500$${salt.toString("base64url")}$${key}`;
    await db().user.update({ where: { id }, data: { passwordHash: stale } });
    const attempt = () => refusalOf(signIn(anonymousAt(), { username, password: PASSWORD }));
    expect(await overtake(id, attempt, setPassword(id))).toBe("invalid_credentials");
    expect((await verifyPassword(OTHER, await hashOf(id))).ok).toBe(true);
  });

  test("passes beside others that make the same stale hash anew", async () => {
    const { id, username } = await makeAccount();
    const { pbkdf2Sync } = await import("node:crypto");
    const salt = Buffer.from("salt");
    const key = pbkdf2Sync(PASSWORD, salt, 500, 32, "sha256").toString("base64url");
    await db().user.update({
      where: { id },
      data: { passwordHash: `pbkdf2-sha256$500$${salt.toString("base64url")}$${key}` },
    });
    const all = Array.from({ length: 5 }, () => refusalOf(signIn(anonymousAt(), { username, password: PASSWORD })));
    expect(await Promise.all(all)).toEqual(Array.from({ length: 5 }, () => "ok"));
  });
});

describe("whoever has shown the old password", () => {
  const doings = {
    "changes it": (ctx) =>
      changePassword(ctx, { userId: "me", currentPassword: PASSWORD, newPassword: "the thief's own road" }),
    "asks for another IP": (ctx) => {
      return requestEmailChange(ctx, { userId: "me", email: "thief@example.org", password: PASSWORD });
    },
    "begins a second factor": (ctx) => beginTotp(ctx, { userId: "me", password: PASSWORD }),
    "turns the second factor off": (ctx) => disableTotp(ctx, { userId: "me", password: PASSWORD }),
    "makes new recovery codes": (ctx) => renewRecoveryCodes(ctx, { userId: "me", password: PASSWORD }),
    "deletes the account": (ctx) => deleteAccount(ctx, { userId: "me", password: PASSWORD }),
  } satisfies Record<string, (ctx: Awaited<ReturnType<typeof makeAccount>>["ctx"]) => Promise<unknown>>;

  test.each(Object.entries(doings))("is refused who %s once it was changed", async (_what, doing) => {
    const { id, ctx } = await makeAccount();
    expect(await overtake(id, () => refusalOf(doing(ctx)), setPassword(id))).toBe("conflict");
    expect((await verifyPassword(OTHER, await hashOf(id))).ok).toBe(true);
    expect(await queuedMail("thief@example.org")).toEqual([]);
  });
});

test("a reset under way is refused once the password was changed", async () => {
  const { id, email } = await makeAccount();
  await requestPasswordReset(anonymousAt(), { email });
  const token = tokenIn((await queuedMail(email)).at(-1));
  const attempt = () => refusalOf(resetPassword(anonymousAt(), { token, newPassword: "the thief's own road" }));
  expect(await overtake(id, attempt, setPassword(id))).toBe("gone");
  expect((await verifyPassword(OTHER, await hashOf(id))).ok).toBe(true);
});

test("a reset asked for at the old IP is not written once the account moved", async () => {
  const { id, email } = await makeAccount();
  const moved = `moved-${email}`;
  const write = () => writePasswordReset({ email });
  await overtake(id, write, (tx) => changeCredentials(tx, id, { email: moved, emailKey: accountKey(moved) }));
  expect([await queuedMail(email), await queuedMail(moved)]).toEqual([[], []]);
});
