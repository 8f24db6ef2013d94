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
import { changeRateLimit } from "@/lib/core/rate-limits/change-rate-limit";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { anonymousAt, CHROME, FIREFOX, freshIp, makeAccount, PASSWORD, signedIn } from "@/lib/core/testing/accounts";
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

const attempt = (username: string, password: string, ip = freshIp(), code?: string) =>
  refusalOf(signIn(anonymousAt(ip), { username, password, code }));

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
      signIn(anonymousAt(), { username: name, password }).catch((error: unknown) => String(error)),
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
    return changeRateLimit(systemContext("test"), { rateLimit: "login", quota, shadow: false });
  };
  await setLogin(5);
  const ip = freshIp();
  for (const name of [username, email, username, email, username]) {
    expect(await attempt(name, PASSWORD, ip)).toBe("ok");
  }
  expect(await attempt(email, PASSWORD, ip)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("ok");
  await setLogin(1_000);
});

test("locks one IP out of an account it keeps failing on, and nobody else", async () => {
  const { username } = await makeAccount();
  const attacker = freshIp();
  for (let i = 0; i < 10; i++) expect(await attempt(username, "wrong", attacker)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, attacker)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("ok");
});

test("locks visitors out after many failures from everywhere, but not an IP the owner used", async () => {
  const { username, email, ctx } = await makeAccount();
  for (let i = 0; i < 50; i++) expect(await attempt(username, "wrong")).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, ctx.ip)).toBe("ok");
  const subjects = (await queuedMail(email)).map((mail) => mail.subject);
  expect(subjects.filter((subject) => subject.includes("failed"))).toHaveLength(1);
});

test("keeps a device that was signed in with free of what visitors at its IP do, with a count of its own", async () => {
  const { username } = await makeAccount();
  // So many failures from one IP would have it blocked.
  const [ip, elsewhere] = [freshIp(), freshIp()];
  const { device } = await signIn(anonymousAt(ip), { username, password: PASSWORD });
  const byDevice = (password: string, from = ip) =>
    refusalOf(signIn(anonymousAt(from), { username, password, device }));
  for (let i = 0; i < 10; i++) expect(await attempt(username, "wrong", ip)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD, ip)).toBe("invalid_credentials");
  expect(await byDevice(PASSWORD)).toBe("ok");
  expect(await attempt(username, PASSWORD, ip)).toBe("invalid_credentials");
  for (let i = 0; i < 10; i++) expect(await byDevice("wrong", elsewhere)).toBe("invalid_credentials");
  expect(await byDevice(PASSWORD)).toBe("invalid_credentials");
  expect(await attempt(username, PASSWORD)).toBe("ok");
});

test("takes the device of another account, and what is no device, for a visitor's", async () => {
  const [one, other] = [await makeAccount(), await makeAccount()];
  const { device } = await signIn(anonymousAt(), { username: other.username, password: PASSWORD });
  const ip = freshIp();
  for (let i = 0; i < 10; i++) await attempt(one.username, "wrong", ip);
  for (const shown of [device, `${device}x`, "{}", "x".repeat(5_000)]) {
    const outcome = refusalOf(signIn(anonymousAt(ip), { username: one.username, password: PASSWORD, device: shown }));
    expect(await outcome).toBe("invalid_credentials");
  }
});

test("lets an admin lift the lock of an account", async () => {
  const { id, username } = await makeAccount();
  const ip = freshIp();
  for (let i = 0; i < 10; i++) await attempt(username, "wrong", ip);
  expect(await attempt(username, PASSWORD, ip)).toBe("invalid_credentials");
  await resetMember(systemContext("test"), { userId: id });
  expect(await attempt(username, PASSWORD, ip)).toBe("ok");
});

test("forgets an account's failures while others are being counted", async () => {
  const { username } = await makeAccount();
  const ip = freshIp();
  await attempt(username, "wrong", ip);
  const { under } = await transact(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM sign_in_failures WHERE account = ${username} AND place = '' FOR UPDATE`;
      const begun = attempt(username, "wrong", ip);
      await expect.poll(waiting).toBe(1);
      await clearFailures(tx, username);
      return { under: begun };
    },
    { timeout: 60_000 },
  );
  expect(await under).toBe("invalid_credentials");
  const rows = await db().signInFailure.findMany({ where: { account: username }, orderBy: { place: "asc" } });
  expect(rows.map((row) => [row.place, row.failures])).toEqual([
    ["", 1],
    [ip, 1],
  ]);
});

test("counts the failures of names that normalising makes longer than any account's", async () => {
  const long = "\uFDFA".repeat(200);
  const ip = freshIp();
  for (let i = 0; i < 3; i++) expect(await attempt(long, "wrong", ip)).toBe("invalid_credentials");
  const rows = await db().signInFailure.findMany({ where: { place: ip } });
  expect(rows.map(({ failures }) => failures)).toEqual([3]);
});

test("keeps nothing of a name that no account has", async () => {
  const typed = `my-secret-password-${freshIp()}`;
  expect(await attempt(typed, "wrong")).toBe("invalid_credentials");
  const rows = await db().signInFailure.findMany();
  expect(JSON.stringify(rows)).not.toContain(typed);
});

test("tells the owner of a device the account was not used with before, and of no other", async () => {
  const { username, email, ctx } = await makeAccount();
  await signedIn(username, anonymousAt(freshIp(), CHROME.replace("140", "141")));
  expect(await queuedMail(email)).toHaveLength(0);
  await signedIn(username, anonymousAt(freshIp(), FIREFOX));
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
