import "@/lib/core/testing/installed";
import { describe, expect, test } from "vitest";
import { getUser } from "@/lib/core/admin/get-user";
import { updateUser } from "@/lib/core/admin/update-user";
import { unsubscribeToken } from "@/lib/core/notifications/delivery/notification-mail";
import { unsubscribe } from "@/lib/core/notifications/delivery/unsubscribe";
import { changePreferences, getPreferences } from "@/lib/core/notifications/preferences/preferences";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { getSettings } from "@/lib/core/settings/get-settings";
import { anonymousAt, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { confirmEmailChange } from "./email/confirm-email-change";
import { requestEmailChange } from "./email/request-email-change";
import { changePassword } from "./password/change-password";
import { updateAccount } from "./update-account";

testDatabase();
overrideEnv({ SECRET_KEY: "a secret key for tests, long enough to be one", RATE_LIMITS: "settings=1000/1m" });

const me = { userId: "me" } as const;

describe("an account", () => {
  test("counts new names, once each, and not the same name again", async () => {
    const [ann, boss] = [memberCtx(await makeMember()), memberCtx(await makeMember({ role: "admin" }))];
    const userId = ann.actor.id;
    const named = async (ctx: typeof ann, displayName: string) => updateAccount(ctx, { userId, displayName });
    const versions = [
      await named(ann, "Ann"),
      await named(ann, "Ann"),
      await named(boss, "Anna"),
      await named(boss, "Anna"),
    ];
    expect(versions.map(({ version }) => version)).toEqual([2, 2, 3, 3]);
    await Promise.all(Array.from({ length: 10 }, (_, n) => named(ann, `Ann ${n}`)));
    expect((await getUser(boss, { userId })).version).toBe(13);
  });

  test("counts another role and another state, together as one change, and not what it has already", async () => {
    const [{ id: userId }, boss] = [await makeMember(), memberCtx(await makeMember({ role: "admin" }))];
    const changes = [
      { role: "user" },
      { role: "admin" },
      { role: "admin", active: true },
      { role: "user", active: false },
      { active: false },
      { active: true },
    ] as const;
    const versions: number[] = [];
    for (const change of changes) versions.push((await updateUser(boss, { userId, ...change })).version);
    expect(versions).toEqual([1, 2, 2, 3, 3, 4]);
  });

  test("counts a confirmed and a new email, and no new password", async () => {
    const { id: userId, email, ctx } = await makeAccount();
    const boss = memberCtx(await makeMember({ role: "admin" }));
    const version = async () => (await getUser(boss, { userId })).version;
    expect(await version()).toBe(2);
    await changePassword(ctx, { ...me, currentPassword: PASSWORD, newPassword: `${PASSWORD}!` });
    const moved = `moved-${email}`;
    await requestEmailChange(ctx, { ...me, email: moved, password: `${PASSWORD}!` });
    expect(await version()).toBe(2);
    await confirmEmailChange(anonymousAt(), { token: tokenIn((await queuedMail(moved)).at(-1)) });
    expect(await version()).toBe(3);
  });
});

test("settings count what is another than before, from the defaults on", async () => {
  const ctx = memberCtx(await makeMember());
  const versions = [(await getSettings(ctx, me)).version];
  const changes = [
    { theme: "system" },
    { theme: "dark", showPresence: false },
    { theme: "dark" },
    { theme: "dark", locale: "de" },
  ] as const;
  for (const change of changes) versions.push((await changeSettings(ctx, { ...me, ...change })).version);
  expect(versions).toEqual([1, 1, 2, 2, 3]);
  const zones = ["Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Oslo"];
  await Promise.all(zones.map((timeZone) => changeSettings(ctx, { ...me, timeZone })));
  expect((await getSettings(ctx, me)).version).toBe(7);
});

test("notification preferences count what is another than before, by the link in a mail too", async () => {
  const member = await makeMember();
  const ctx = memberCtx(member);
  const versions = [(await getPreferences(ctx, me)).version];
  const changes = [
    { digest: "none", choices: { greeting: { email: true } } },
    { digest: "daily", choices: { greeting: { email: false } } },
    { digest: "daily" },
    { quietHours: { from: "22:00", to: "06:00" } },
  ] as const;
  for (const change of changes) versions.push((await changePreferences(ctx, { ...me, ...change })).version);
  for (let n = 0; n < 2; n++) {
    await unsubscribe(anonymousAt(), { token: unsubscribeToken(member.id) });
    versions.push((await getPreferences(ctx, me)).version);
  }
  expect(versions).toEqual([1, 1, 2, 2, 3, 4, 4]);
});
