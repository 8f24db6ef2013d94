import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import { systemContext } from "@/lib/core/context";
import { listDeliveries, listDeliveryRecords } from "@/lib/core/notifications/delivery/deliveries";
import { unsubscribeToken } from "@/lib/core/notifications/delivery/notification-mail";
import { unsubscribe } from "@/lib/core/notifications/delivery/unsubscribe";
import { cleanUpNotifications } from "@/lib/core/notifications/inbox/clean-up";
import type { NotificationDraft } from "@/lib/core/notifications/inbox/create";
import { countUnread, createNotifications, listNotifications, syncNotifications } from "@/lib/core/notifications/index";
import { defaultChannels, notificationTypes } from "@/lib/core/notifications/types";
import { anonymousAt } from "@/lib/core/testing/accounts";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";
import { changePreferences, getPreferences } from "./preferences";

testDatabase();

const defaults = () => Object.fromEntries(notificationTypes().map((type) => [type, defaultChannels(type)]));
overrideEnv({ SECRET_KEY: "a secret key for tests, long enough to be one" });

const me = { userId: "me" } as const;
const store = (...drafts: NotificationDraft[]) =>
  hotTransaction((tx, afterCommit) => createNotifications(tx, afterCommit, drafts));

test("has defaults until something is chosen, and stores only what differs", async () => {
  const ctx = memberCtx(await makeMember());
  expect(await getPreferences(ctx, me)).toMatchObject({
    choices: defaults(),
    quietHours: null,
    digest: "none",
    version: 1,
  });
  const changed = await changePreferences(ctx, {
    ...me,
    choices: { greeting: { email: false }, find: { push: true } },
    quietHours: { from: "22:30", to: "06:05" },
    digest: "weekly",
  });
  expect(changed).toMatchObject({
    choices: { ...defaults(), greeting: { in_app: true, email: false, push: true } },
    quietHours: { from: "22:30", to: "06:05" },
    digest: "weekly",
    version: 2,
  });
  expect(await getPreferences(ctx, me)).toEqual(changed);
  const row = await db().notificationPreferences.findUniqueOrThrow({ where: { userId: ctx.actor.id } });
  expect(row.choices).toEqual({ greeting: { email: false } });
  await changePreferences(ctx, { ...me, choices: { greeting: { email: true } }, quietHours: null });
  expect(await getPreferences(ctx, me)).toMatchObject({ choices: defaults(), quietHours: null, digest: "weekly" });
});

const auditOf = (targetId: string) => db().auditEntry.findMany({ where: { targetId }, orderBy: { position: "asc" } });

test("audits what is different from before, and nothing when all stays", async () => {
  const ctx = memberCtx(await makeMember());
  await changePreferences(ctx, { ...me, choices: { greeting: { email: false, push: true } }, digest: "daily" });
  await changePreferences(ctx, { ...me, quietHours: { from: "22:00", to: "07:00" } });
  await changePreferences(ctx, { ...me, digest: "daily" });
  const entries = await auditOf(ctx.actor.id);
  expect(entries.map(({ action, actorId, before, after }) => [action, actorId, before, after])).toEqual([
    [
      ...["notifications.preferences_changed", ctx.actor.id],
      { "greeting.email": true, digest: "none" },
      { "greeting.email": false, digest: "daily" },
    ],
    ["notifications.preferences_changed", ctx.actor.id, { quietHours: null }, { quietHours: "22:00-07:00" }],
  ]);
});

test("audits that mails were stopped by the link in one", async () => {
  const ann = await makeMember();
  await unsubscribe(anonymousAt(), { token: unsubscribeToken(ann.id) });
  await unsubscribe(anonymousAt(), { token: unsubscribeToken(ann.id) });
  const entries = await auditOf(ann.id);
  expect(entries).toMatchObject([
    {
      ...{ action: "notifications.preferences_changed", actorId: ann.id, onBehalfOf: null },
      ...{ before: { "greeting.email": true }, after: { "greeting.email": false } },
    },
  ]);
});

test("keeps both of two changes at once", async () => {
  const ctx = memberCtx(await makeMember());
  await Promise.all([
    changePreferences(ctx, { ...me, choices: { greeting: { push: false } } }),
    changePreferences(ctx, { ...me, choices: { visit: { push: false } } }),
  ]);
  const { choices } = await getPreferences(ctx, me);
  expect([choices.greeting?.push, choices.visit?.push]).toEqual([false, false]);
});

test("does not let security be switched off in the app or by mail", async () => {
  const ctx = memberCtx(await makeMember());
  for (const channel of ["in_app", "email"] as const) {
    const off = changePreferences(ctx, { ...me, choices: { security: { [channel]: false } } });
    await expect(off).rejects.toMatchObject({ code: "invalid_input" });
  }
  const { choices } = await changePreferences(ctx, { ...me, choices: { security: { push: false } } });
  expect(choices.security).toEqual({ in_app: true, email: true, push: false });
});

test("refuses what makes no sense, and anyone else", async () => {
  const [ann, bea] = await makeMembers(2);
  const ctx = memberCtx(ann);
  const wrong = [
    { quietHours: { from: "22:00", to: "22:00" } },
    { quietHours: { from: "24:00", to: "07:00" } },
    { choices: { gossip: { email: true } } },
    { digest: "hourly" },
  ];
  for (const input of wrong) {
    expect(await refusalOf(changePreferences(ctx, { ...me, ...input } as typeof me))).toBe("invalid_input");
  }
  expect(await refusalOf(getPreferences(ctx, { userId: bea.id }))).toBe("not_found");
  expect(await refusalOf(changePreferences(ctx, { userId: bea.id, digest: "daily" }))).toBe("not_found");
});

test("keeps what is switched off out of the app, and says why it is not there", async () => {
  const ann = await makeMember();
  const ctx = memberCtx(ann);
  await changePreferences(ctx, { ...me, choices: { visit: { in_app: false, email: false } } });
  const rows = await store(
    { userId: ann.id, type: "visit", title: "Come in", body: "" },
    { userId: ann.id, type: "account", title: "Shown", body: "" },
  );
  expect((await listNotifications(ctx, me)).items.map(({ title }) => title)).toEqual(["Shown"]);
  expect((await syncNotifications(ctx, { after: 0 })).items).toHaveLength(1);
  expect(await countUnread(ctx, me)).toMatchObject({ unread: 1, lastSeq: 2 });
  const [hidden] = (await listNotifications(ctx, { ...me, filter: "hidden" })).items;
  expect(hidden).toMatchObject({ title: "Come in", expiresAt: expect.any(String) });
  const { items } = await listDeliveries(ctx, { ...me, notificationId: rows[0]?.id ?? "" });
  expect(items.map(({ channel, state, reason }) => [channel, state, reason])).toEqual([
    ["in_app", "off", "preference"],
    ["email", "off", "preference"],
    ["push", "off", "no_browser"],
  ]);
});

test("tells an admin how a member's notifications fared, page by page and without their words", async () => {
  const [ann, bea] = await makeMembers(2);
  const boss = await makeMember({ role: "admin" });
  for (let i = 0; i < 5; i++) await store({ userId: ann.id, type: "account", title: `Secret ${i}`, body: "Secret" });
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listDeliveryRecords(memberCtx(boss), { userId: ann.id, limit: 2, cursor });
    found.push(...page.items.map(({ notificationId }) => notificationId));
    expect(JSON.stringify(page)).not.toContain("Secret");
    cursor = page.nextCursor;
  }
  expect(new Set(found).size).toBe(5);
  const [row] = await store({ userId: ann.id, type: "account", title: "Mine", body: "" });
  const own = { userId: ann.id, notificationId: row?.id ?? "" };
  for (const other of [bea, boss]) expect(await refusalOf(listDeliveries(memberCtx(other), own))).toBe("not_found");
  expect(await refusalOf(listDeliveryRecords(memberCtx(bea), { userId: ann.id }))).toBe("not_found");
});

test("lists by type and kind, page by page", async () => {
  const ann = await makeMember();
  const types = ["account", "visit", "account", "result", "account"] as const;
  await store(...types.map((type, i) => ({ userId: ann.id, type, title: String(i), body: "" })));
  const titles: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listNotifications(memberCtx(ann), {
      ...me,
      type: "account",
      filter: "unread",
      limit: 2,
      cursor,
    });
    titles.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  expect(titles).toEqual(["4", "2", "0"]);
});

test("deletes what has expired, in batches, and nothing else", async () => {
  const ann = await makeMember();
  const gone = {
    userId: ann.id,
    type: "account" as const,
    title: "Gone",
    body: "",
    expiresAt: new Date(Date.now() - 1),
  };
  await store(...Array.from({ length: 2_100 }, () => gone), { ...gone, title: "Kept", expiresAt: undefined });
  const said = await cleanUpNotifications.run(systemContext("test"), new AbortController().signal);
  expect(said).toBe("2100 deleted, 0 records removed");
  expect(await db().notification.count({ where: { userId: ann.id } })).toBe(1);
});
