import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { confirmTotp } from "@/lib/core/accounts/second-factor/confirm-totp";
import { disableTotp } from "@/lib/core/accounts/second-factor/disable-totp";
import { getTotp } from "@/lib/core/accounts/second-factor/get-totp";
import { renewRecoveryCodes } from "@/lib/core/accounts/second-factor/renew-recovery-codes";
import { replaceRecoveryCodes } from "@/lib/core/accounts/second-factor/totp";
import { resetMember } from "@/lib/core/admin/reset-member";
import { systemContext } from "@/lib/core/context";
import { allLimitCounts } from "@/lib/core/engine/rate-limits/consume";
import { listNotifications } from "@/lib/core/notifications";
import { changePolicy } from "@/lib/core/rate-limits/change-policy";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { CHROME, FIREFOX, freshAddress, makeAccount, PASSWORD, signedIn, stranger } from "@/lib/core/testing/accounts";
import { queuedMail } from "@/lib/core/testing/mail";
import { waiting } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { clearFailures } from "./lockout";
import { signIn } from "./sign-in";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const attempt = (username: string, password: string, address = freshAddress(), code?: string) =>
  refusalOf(signIn(stranger(address), { username, password, code }));

test("signs in by user name and by e-mail address, whatever their case", async () => {
  const { username, email } = await makeAccount();
  expect(await attempt(username.toUpperCase(), PASSWORD)).toBe("ok");
  expect(await attempt(email.toUpperCase(), PASSWORD)).toBe("ok");
});

test("answers unknown, wrong, deactivated and locked alike", async () => {
  const { id, username } = await makeAccount();
  const gone = await makeAccount();
  await db().user.update({ where: { id: gone.id }, data: { deactivatedAt: new Date() } });
  const refusals = await Promise.all(
    [
      ["nobody-by-this-name", PASSWORD],
      [username, "not the password"],
      [gone.username, PASSWORD],
    ].map(([name = "", password = ""]) =>
      signIn(stranger(), { username: name, password }).catch((error: unknown) => String(error)),
    ),
  );
  expect(new Set(refusals).size).toBe(1);
  expect(id).toBeTruthy();
});

test("counts a sign-in once, by its name, and refuses more than the account's quota under either name", async () => {
  const { username, email } = await makeAccount();
  const before = allLimitCounts().login;
  await attempt(username, PASSWORD);
  expect(allLimitCounts().login).toEqual({ ...before, allowed: (before?.allowed ?? 0) + 1 });
  const setLogin = (limit: number) => {
    const quota = { limit, windowSeconds: 60 };
    return changePolicy(systemContext("test"), { policy: "login", quota, shadow: false });
  };
  await setLogin(5);
  const address = freshAddress();
  for (const name of [username, email, username, email, username]) {
    expect(await attempt(name, PASSWORD, address)).toBe("ok");
  }
  expect(await attempt(email, PASSWORD, address)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("ok");
  await setLogin(1_000);
});

test("locks one address out of an account it keeps failing on, and nobody else", async () => {
  const { username } = await makeAccount();
  const attacker = freshAddress();
  for (let i = 0; i < 10; i++) expect(await attempt(username, "wrong", attacker)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, attacker)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("ok");
});

test("locks strangers out after many failures from everywhere, but not an address the owner used", async () => {
  const { username, email, ctx } = await makeAccount();
  for (let i = 0; i < 50; i++) expect(await attempt(username, "wrong")).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, ctx.address)).toBe("ok");
  const subjects = (await queuedMail(email)).map((mail) => mail.subject);
  expect(subjects.filter((subject) => subject.includes("failed"))).toHaveLength(1);
});

test("keeps a device that was signed in with free of what strangers at its address do, with a count of its own", async () => {
  const { username } = await makeAccount();
  // So many failures from one address would have it blocked.
  const [address, elsewhere] = [freshAddress(), freshAddress()];
  const { device } = await signIn(stranger(address), { username, password: PASSWORD });
  const byDevice = (password: string, from = address) =>
    refusalOf(signIn(stranger(from), { username, password, device }));
  for (let i = 0; i < 10; i++) expect(await attempt(username, "wrong", address)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, address)).toBe("invalid_credentials");
  expect(await byDevice(PASSWORD)).toBe("ok");
  expect(await attempt(username, PASSWORD, address)).toBe("invalid_credentials");
  for (let i = 0; i < 10; i++) expect(await byDevice("wrong", elsewhere)).toBe("invalid_credentials");
  expect(await byDevice(PASSWORD)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("ok");
});

test("takes the device of another account, and what is no device, for a stranger's", async () => {
  const [one, other] = [await makeAccount(), await makeAccount()];
  const { device } = await signIn(stranger(), { username: other.username, password: PASSWORD });
  const address = freshAddress();
  for (let i = 0; i < 10; i++) await attempt(one.username, "wrong", address);
  for (const shown of [device, `${device}x`, "{}", "x".repeat(5_000)]) {
    const outcome = refusalOf(signIn(stranger(address), { username: one.username, password: PASSWORD, device: shown }));
    expect(await outcome).toBe("invalid_credentials");
  }
});

test("lets an admin lift the lock of an account", async () => {
  const { id, username } = await makeAccount();
  const address = freshAddress();
  for (let i = 0; i < 10; i++) await attempt(username, "wrong", address);
  expect(await attempt(username, PASSWORD, address)).toBe("invalid_credentials");
  await resetMember(systemContext("test"), { userId: id });
  expect(await attempt(username, PASSWORD, address)).toBe("ok");
});

test("forgets an account's failures while others are being counted", async () => {
  const { username } = await makeAccount();
  const address = freshAddress();
  await attempt(username, "wrong", address);
  const { under } = await transact(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM sign_in_failures WHERE account = ${username} AND address = '' FOR UPDATE`;
      const begun = attempt(username, "wrong", address);
      await expect.poll(waiting).toBe(1);
      await clearFailures(tx, username);
      return { under: begun };
    },
    { timeout: 60_000 },
  );
  expect(await under).toBe("invalid_credentials");
  const rows = await db().signInFailure.findMany({ where: { account: username }, orderBy: { address: "asc" } });
  expect(rows.map((row) => [row.address, row.failures])).toEqual([
    ["", 1],
    [address, 1],
  ]);
});

test("counts the failures of names that normalising makes longer than any account's", async () => {
  const long = "\uFDFA".repeat(200);
  const address = freshAddress();
  for (let i = 0; i < 3; i++) expect(await attempt(long, "wrong", address)).toBe("invalid_credentials");
  const rows = await db().signInFailure.findMany({ where: { address } });
  expect(rows.map(({ failures }) => failures)).toEqual([3]);
});

test("keeps nothing of a name that no account has", async () => {
  const typed = `my-secret-password-${freshAddress()}`;
  expect(await attempt(typed, "wrong")).toBe("invalid_credentials");
  const rows = await db().signInFailure.findMany();
  expect(JSON.stringify(rows)).not.toContain(typed);
});

test("tells the owner of a device the account was not used with before, and of no other", async () => {
  const { username, email, ctx } = await makeAccount();
  await signedIn(username, stranger(freshAddress(), CHROME.replace("140", "141")));
  expect(await queuedMail(email)).toHaveLength(0);
  await signedIn(username, stranger(freshAddress(), FIREFOX));
  const [mail] = await queuedMail(email);
  expect(mail?.text).toContain("Firefox on Windows");
  const { items } = await listNotifications(ctx, { userId: "me" });
  expect(items.map((item) => [item.type, item.title])).toEqual([["security", "A new device signed in"]]);
});

test("keeps ten sessions of a member and ends the one not used for longest", async () => {
  const { username, ctx } = await makeAccount();
  await db().session.update({
    where: { id: ctx.actor.via.sessionId },
    data: { lastSeenAt: new Date(Date.now() - 60_000) },
  });
  let last = ctx;
  for (let i = 0; i < 10; i++) last = await signedIn(username);
  const { items } = await listSessions(last, { userId: "me", limit: 50 });
  expect(items).toHaveLength(10);
  expect(items.map((item) => item.id)).not.toContain(ctx.actor.via.sessionId);
});

test("asks for the second factor once it is on, and takes each code and recovery code once", async () => {
  const { username, ctx } = await makeAccount();
  const { secret, uri } = await beginTotp(ctx, { userId: "me", password: PASSWORD });
  expect(uri).toContain("otpauth://totp/");
  const code = (steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  expect(await attempt(username, PASSWORD)).toBe("ok");
  expect(await refusalOf(confirmTotp(ctx, { userId: "me", code: "000000" }))).toBe("invalid_input");
  const { recoveryCodes } = await confirmTotp(ctx, { userId: "me", code: code(-1) });
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await attempt(username, PASSWORD)).toBe("second_factor_required");
  expect(await attempt(username, "wrong", undefined, code())).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, undefined, code())).toBe("ok");
  expect(await attempt(username, PASSWORD, undefined, code())).toBe("invalid_credentials");
  const [recovery = ""] = recoveryCodes;
  expect(await attempt(username, PASSWORD, undefined, recovery.toUpperCase())).toBe("ok");
  expect(await attempt(username, PASSWORD, undefined, recovery)).toBe("invalid_credentials");
  expect(await getTotp(ctx, { userId: "me" })).toMatchObject({ enabled: true, recoveryCodesLeft: 9 });
  await disableTotp(ctx, { userId: "me", password: PASSWORD });
  expect(await attempt(username, PASSWORD)).toBe("ok");
  expect(await getTotp(ctx, { userId: "me" })).toEqual({ enabled: false, since: null, recoveryCodesLeft: 0 });
});

test("makes new recovery codes in place of the old, and keeps the app", async () => {
  const { username, email, ctx } = await makeAccount();
  const renew = (password: string) => renewRecoveryCodes(ctx, { userId: "me", password });
  expect(await refusalOf(renew(PASSWORD))).toBe("conflict");
  const { secret } = await beginTotp(ctx, { userId: "me", password: PASSWORD });
  const code = (steps = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  const old = await confirmTotp(ctx, { userId: "me", code: code(-1) });
  expect(await refusalOf(renew("wrong"))).toBe("invalid_input");
  expect(await attempt(username, PASSWORD, undefined, old.recoveryCodes[0])).toBe("ok");
  const { recoveryCodes } = await renew(PASSWORD);
  expect(new Set([...recoveryCodes, ...old.recoveryCodes]).size).toBe(20);
  expect(await getTotp(ctx, { userId: "me" })).toMatchObject({ enabled: true, recoveryCodesLeft: 10 });
  expect(await attempt(username, PASSWORD, undefined, old.recoveryCodes[1])).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, undefined, recoveryCodes[0])).toBe("ok");
  expect(await attempt(username, PASSWORD, undefined, code())).toBe("ok");
  expect((await queuedMail(email)).map(({ subject }) => subject)).toContain("Your recovery codes were replaced");
});

test("keeps one set of recovery codes when several are made at once", async () => {
  const { id } = await makeAccount();
  await Promise.all([1, 2, 3, 4, 5].map(() => transact((tx) => replaceRecoveryCodes(tx, id))));
  expect(await db().recoveryCode.count({ where: { userId: id } })).toBe(10);
});

test("lets only one of many parallel uses of a recovery code pass", async () => {
  const { username, ctx } = await makeAccount();
  const { secret } = await beginTotp(ctx, { userId: "me", password: PASSWORD });
  const { recoveryCodes } = await confirmTotp(ctx, { userId: "me", code: new TOTP({ secret }).generate() });
  const all = await Promise.all(
    Array.from({ length: 20 }, () => attempt(username, PASSWORD, undefined, recoveryCodes[0])),
  );
  expect(all.filter((one) => one === "ok")).toHaveLength(1);
});
