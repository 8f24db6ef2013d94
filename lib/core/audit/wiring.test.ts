import "@/lib/core/testing/installed";
import { TOTP } from "otpauth";
import { expect, test } from "vitest";
import { confirmEmailChange } from "@/lib/core/accounts/email/confirm-email-change";
import { requestEmailChange } from "@/lib/core/accounts/email/request-email-change";
import { createFirstAdmin, issueFirstAdminToken } from "@/lib/core/accounts/first-admin";
import { changePassword } from "@/lib/core/accounts/password/change-password";
import { requestPasswordReset } from "@/lib/core/accounts/password/request-password-reset";
import { resetPassword } from "@/lib/core/accounts/password/reset-password";
import { deleteAccount } from "@/lib/core/accounts/personal-data/delete-account";
import { exportAccount } from "@/lib/core/accounts/personal-data/export-account";
import { beginTotp } from "@/lib/core/accounts/second-factor/begin-totp";
import { confirmTotp } from "@/lib/core/accounts/second-factor/confirm-totp";
import { disableTotp } from "@/lib/core/accounts/second-factor/disable-totp";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import { updateAccount } from "@/lib/core/accounts/update-account";
import { clearCache } from "@/lib/core/admin/clear-cache";
import { resetMember } from "@/lib/core/admin/reset-member";
import { updateUser } from "@/lib/core/admin/update-user";
import { flushActivity } from "@/lib/core/engine/activity/buffer";
import { verifyAudit } from "@/lib/core/engine/audit/verify";
import { noteFailedSignIn } from "@/lib/core/engine/ip-blocks/escalate";
import { createBlock } from "@/lib/core/ip-blocks/create-block";
import { liftBlock } from "@/lib/core/ip-blocks/lift-block";
import { changeRateLimit } from "@/lib/core/rate-limits/change-rate-limit";
import { removeOverride, setOverride } from "@/lib/core/rate-limits/set-override";
import { endOtherSessions } from "@/lib/core/sessions/end-other-sessions";
import { endSession, signOut } from "@/lib/core/sessions/end-session";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { anonymousAt, freshIp, makeAccount, PASSWORD, signedIn } from "@/lib/core/testing/accounts";
import { textOf } from "@/lib/core/testing/file";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { exportAudit } from "./export-audit";
import { listAudit } from "./list-audit";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m,settings=1000/1m",
});
testDatabase();

/** What the chain says was done to a target, in order. */
const doneTo = async (targetId: string) =>
  (await db().auditEntry.findMany({ where: { targetId }, orderBy: { position: "asc" } })).map(
    ({ action, before, after }) => ({ action, before, after }),
  );
const actionsOn = async (targetId: string) => (await doneTo(targetId)).map(({ action }) => action);

test("an account leaves an entry for each thing that concerns its safety", async () => {
  const { id, username, email, ctx } = await makeAccount();
  const { secret } = await beginTotp(ctx, { userId: "me", password: PASSWORD });
  await confirmTotp(ctx, { userId: "me", code: new TOTP({ secret }).generate() });
  await disableTotp(ctx, { userId: "me", password: PASSWORD });
  await changeSettings(ctx, { userId: "me", theme: "dark" });
  await exportAccount(ctx, { userId: "me" });
  const password = `${PASSWORD} and back`;
  await changePassword(ctx, { userId: "me", currentPassword: PASSWORD, newPassword: password });
  const moved = `moved-${email}`;
  await requestEmailChange(ctx, { userId: "me", email: moved, password });
  await confirmEmailChange(anonymousAt(), { token: tokenIn((await queuedMail(moved)).at(-1)) });
  await requestPasswordReset(anonymousAt(), { email: moved });
  await resetPassword(anonymousAt(), { token: tokenIn((await queuedMail(moved)).at(-1)), newPassword: PASSWORD });
  const other = await signedIn(username);
  const last = await signedIn(username);
  await endSession(last, { userId: "me", sessionId: other.actor.via.sessionId });
  await signedIn(username);
  await endOtherSessions(last, { userId: "me" });
  await signOut(last, {});
  const gone = await signedIn(username);
  await deleteAccount(gone, { userId: "me", password: PASSWORD });
  expect(await actionsOn(id)).toEqual([
    "account.registered",
    "account.email_confirmed",
    "session.started",
    "account.second_factor_on",
    "account.second_factor_off",
    "settings.changed",
    "account.exported",
    "account.password_changed",
    "account.email_change_asked",
    "account.email_changed",
    "account.password_reset",
    "session.started",
    "session.started",
    "session.ended",
    "session.started",
    "session.ended",
    "session.ended",
    "session.started",
    "account.deleted",
  ]);
  expect((await doneTo(id)).find(({ action }) => action === "settings.changed")).toMatchObject({
    before: { theme: "system" },
    after: { theme: "dark" },
  });
  const kept = JSON.stringify(await db().auditEntry.findMany());
  for (const secretText of [PASSWORD, secret, email, username]) expect(kept).not.toContain(secretText);
});

test("an account's timeline and export hold what its owner did, and go with it", async () => {
  const { id, username, ctx } = await makeAccount();
  await changeSettings(ctx, { userId: "me", theme: "dark" });
  expect(await refusalOf(signIn(anonymousAt(), { username, password: "wrong" }))).toBe("invalid_credentials");
  await flushActivity(true);
  const { activity } = await exportAccount(ctx, { userId: "me" });
  const actions = (activity as { action: string }[]).map(({ action }) => action);
  expect(actions.toSorted()).toEqual(["email_confirmed", "login", "login_failed", "registered", "settings_changed"]);
  await deleteAccount(ctx, { userId: "me", password: PASSWORD });
  await flushActivity(true);
  expect(await db().activity.count({ where: { userId: id } })).toBe(0);
});

test("failed sign-ins stay out of the chain until one locks the account", async () => {
  const { id, username } = await makeAccount();
  const from = anonymousAt(freshIp());
  const before = await db().auditEntry.count();
  const fail = () => refusalOf(signIn(from, { username, password: "wrong" }));
  for (let n = 0; n < 9; n++) await fail();
  const other = anonymousAt(freshIp());
  for (let n = 0; n < 12; n++) await refusalOf(signIn(other, { username: "nobody-here", password: "wrong" }));
  expect(await db().auditEntry.count()).toBe(before);
  await fail();
  await fail();
  expect((await doneTo(id)).slice(3)).toEqual([
    { action: "account.locked", before: null, after: { from: "one IP", minutes: 15 } },
  ]);
});

test("an admin's doings are there with what they changed", async () => {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  const { id: userId, ctx } = await makeAccount();
  await updateUser(boss, { userId, role: "admin" });
  await updateUser(boss, { userId, role: "admin" });
  await updateUser(boss, { userId, role: "user", active: false });
  await updateUser(boss, { userId, active: true });
  await updateAccount(boss, { userId, displayName: "Renamed" });
  await updateAccount(boss, { userId, displayName: "Renamed" });
  await setOverride(boss, { userId, rateLimit: "brew", limit: 5, windowSeconds: 60 });
  await removeOverride(boss, { userId, rateLimit: "brew" });
  await resetMember(boss, { userId });
  expect(await doneTo(userId)).toMatchObject([
    { action: "account.registered" },
    { action: "account.email_confirmed" },
    { action: "session.started" },
    { action: "account.role_changed", before: { role: "user" }, after: { role: "admin" } },
    { action: "account.role_changed", before: { role: "admin" }, after: { role: "user" } },
    { action: "account.deactivated", before: { active: true }, after: { active: false } },
    { action: "account.reactivated", before: { active: false }, after: { active: true } },
    { action: "account.renamed", after: { changed: ["displayName"] } },
    {
      action: "rate_limit.override_set",
      before: { limit: 50 },
      after: { rateLimit: "brew", limit: 5, windowSeconds: 60 },
    },
    { action: "rate_limit.override_removed", before: { rateLimit: "brew", limit: 5 } },
    { action: "rate_limit.counters_reset" },
  ]);
  expect(ctx.actor.id).toBe(userId);
  await changeRateLimit(boss, { rateLimit: "taste", quota: { limit: 3, windowSeconds: 60 } });
  expect(await doneTo("taste")).toMatchObject([
    {
      action: "rate_limit.changed",
      before: { limit: 20, windowSeconds: 3600 },
      after: { limit: 3, windowSeconds: 60 },
    },
  ]);
  const block = await createBlock(boss, { range: "203.0.113.0/24", reason: "a flood", minutes: 5 });
  await liftBlock(boss, { blockId: block.id });
  expect(await actionsOn(block.id)).toEqual(["address_block.added", "address_block.lifted"]);
  await clearCache(boss, {});
  expect(await actionsOn("all")).toEqual(["cache.cleared"]);
  const { items } = await listAudit(boss, { actorId: boss.actor.id, limit: 2 });
  expect(items.map(({ action, actor }) => [action, actor.member?.id])).toEqual([
    ["cache.cleared", boss.actor.id],
    ["address_block.lifted", boss.actor.id],
  ]);
  const { parts } = await exportAudit(boss, { targetId: userId, action: "account.role_changed", format: "ndjson" });
  expect(
    (await textOf(parts))
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { after: unknown }).after),
  ).toEqual([{ role: "user" }, { role: "admin" }]);
});

/** The changes of one kind lead from one to the next: each begins with what the one before it made. */
async function expectTogether(targetId: string, action: string, names: string[], first: unknown): Promise<void> {
  const changes = (await doneTo(targetId)).filter((one) => one.action === action);
  const parts = (facts: unknown) => names.map((name) => (facts as Record<string, unknown>)[name]);
  expect(changes).toHaveLength(8);
  let known = first;
  for (const { before, after } of changes) {
    expect(parts(before)).toEqual(known);
    known = parts(after);
  }
}

test("changes at the same moment are told one after the other, each from what the one before it made", async () => {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  const { id: userId, ctx } = await makeAccount();
  const eight = Array.from({ length: 8 }, (_, n) => n + 1);
  await Promise.all(
    eight.map((n) => changeRateLimit(boss, { rateLimit: "kettle", quota: { limit: n, windowSeconds: 60 + n } })),
  );
  await expectTogether("kettle", "rate_limit.changed", ["limit", "windowSeconds"], [10, 60]);
  await Promise.all(
    eight.map((n) => setOverride(boss, { userId, rateLimit: "api", limit: 100 + n, windowSeconds: n })),
  );
  await expectTogether(userId, "rate_limit.override_set", ["limit", "windowSeconds"], [60, 60]);
  await Promise.all(
    eight.map((n) => changeSettings(ctx, { userId: "me", theme: n % 2 ? "dark" : "light", locale: `en-x-n${n}` })),
  );
  await expectTogether(userId, "settings.changed", ["theme", "locale"], ["system", null]);
});

test("the instance's own doings are there: the first admin, and an IP blocked by itself", async () => {
  await db().user.updateMany({ data: { role: "user" } });
  const token = (await issueFirstAdminToken()) ?? "";
  const { id } = await createFirstAdmin(anonymousAt(), {
    token,
    username: "first",
    email: "first@example.org",
    password: PASSWORD,
  });
  expect(await doneTo(id)).toMatchObject([{ action: "account.first_admin", after: { role: "admin" } }]);
  for (let n = 0; n < 30; n++) noteFailedSignIn("203.0.113.99");
  await expect
    .poll(() => db().auditEntry.findFirst({ where: { actorName: "ipBlocks.escalate" } }))
    .toMatchObject({ action: "address_block.added", actorKind: "system", ip: "203.0.113.99" });
  expect((await verifyAudit()).faults).toEqual([]);
});
