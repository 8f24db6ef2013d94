import "@/lib/core/testing/installed";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Member } from "@/lib/core/context";
import { createAnnouncement, recallAnnouncement } from "@/lib/core/notifications/announcements/announcements";
import type { NotificationType } from "@/lib/core/notifications/inbox/schemas";
import {
  createNotifications,
  deleteNotification,
  markAllRead,
  notificationJobs,
  withdrawNotifications,
} from "@/lib/core/notifications/index";
import { changePreferences } from "@/lib/core/notifications/preferences/preferences";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { runDue } from "@/lib/core/testing/jobs";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeMail } from "@/lib/kit/mail";
import { testDatabase } from "@/lib/kit/testing/database";
import { type TestSmtp, testSmtp } from "@/lib/kit/testing/smtp";
import { hotTransaction } from "@/lib/kit/transact";
import { listDeliveries } from "./deliveries";

testDatabase();

const me = { userId: "me" } as const;
let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await testSmtp();
  overrideEnv({ SMTP_URL: smtp.url, SECRET_KEY: "a secret key for tests, long enough to be one" });
});
afterAll(async () => {
  closeMail();
  await smtp.stop();
});
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

/** Moves the clock, and lets the jobs do what is due. */
async function at(time: string): Promise<void> {
  vi.setSystemTime(new Date(time));
  await runDue(notificationJobs, new Date(time));
}

type Draft = { title?: string; type?: NotificationType; data?: Record<string, unknown> };

async function tell(member: Member, ...drafts: Draft[]): Promise<NotificationRow[]> {
  const own = { userId: member.id, type: "greeting", title: "Hello", body: "" } as const;
  return hotTransaction((tx, afterCommit) =>
    createNotifications(
      tx,
      afterCommit,
      drafts.map((draft) => ({ ...own, ...draft })),
    ),
  );
}

async function byMail(member: Member, row: { id: string } | undefined) {
  const { items } = await listDeliveries(memberCtx(member), { ...me, notificationId: row?.id ?? "" });
  return items.find(({ channel }) => channel === "email");
}

/** The subject and receiver of the next mail that the server gets. */
async function nextMail(): Promise<{ to?: string; subject?: string }> {
  const { to, raw } = await smtp.next();
  return { to: to[0], subject: /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() };
}

const mailTo = (member: Member, subject: string) => ({ to: `${member.username}@example.org`, subject });

/** A member in New York who wants no mail from ten in the evening to seven in the morning. */
async function makeSleeper(): Promise<Member> {
  const member = await makeMember();
  await changeSettings(memberCtx(member), { ...me, timeZone: "America/New_York" });
  await changePreferences(memberCtx(member), { ...me, quietHours: { from: "22:00", to: "07:00" } });
  return member;
}

test("holds a mail for the morning that the mail server did not take before the quiet hours, but not security", async () => {
  const bea = await makeSleeper();
  // 21:50 in New York.
  vi.setSystemTime(new Date("2027-01-12T02:49:00Z"));
  const [mention, security] = await tell(bea, { title: "A mention" }, { type: "security", title: "A sign-in" });
  smtp.refuse(true);
  await at("2027-01-12T02:50:00Z");
  expect(await byMail(bea, mention)).toMatchObject({ state: "sending", reason: "error" });
  smtp.refuse(false);
  await at("2027-01-12T08:00:00Z");
  expect(await nextMail()).toEqual(mailTo(bea, "A sign-in"));
  expect(await byMail(bea, security)).toMatchObject({ state: "delivered" });
  const held = { state: "waiting", reason: "quiet_hours", until: "2027-01-12T12:00:00.000Z" };
  expect(await byMail(bea, mention)).toMatchObject(held);
  await at("2027-01-12T12:00:00Z");
  expect(await nextMail()).toEqual(mailTo(bea, "A mention"));
});

type Meanwhile = (member: Member, row: NotificationRow | undefined) => Promise<unknown>;
const meanwhile: [what: string, state: string, reason: string, happen: Meanwhile][] = [
  ["was read", "dropped", "read", (member) => markAllRead(memberCtx(member), me)],
  ["was deleted", "dropped", "deleted", (member, row) => deleteNotification(memberCtx(member), named(row))],
  [
    "quotes a deleted message",
    ...(["dropped", "withdrawn"] as const),
    (member) =>
      hotTransaction((tx, afterCommit) =>
        withdrawNotifications(tx, afterCommit, [member.id], "greeting", { key: "messageId", value: "m1" }),
      ),
  ],
  [
    "expired",
    ...(["dropped", "expired"] as const),
    (_member, row) => db().notification.update({ where: { id: row?.id }, data: { expiresAt: new Date() } }),
  ],
  [
    "belongs to a deactivated account",
    ...(["dropped", "deactivated"] as const),
    (member) => db().user.update({ where: { id: member.id }, data: { deactivatedAt: new Date() } }),
  ],
  [
    "was switched off",
    ...(["dropped", "preference"] as const),
    (member) => changePreferences(memberCtx(member), { ...me, choices: { greeting: { email: false } } }),
  ],
];
const named = (row: NotificationRow | undefined) => ({ ...me, notificationId: row?.id ?? "" });

test.each(meanwhile)("does not mail what %s while the mail server was away", async (_what, state, reason, happen) => {
  const [bea, other] = [await makeMember(), await makeMember()];
  vi.setSystemTime(new Date("2027-02-01T12:00:00Z"));
  const [row] = await tell(bea, { data: { messageId: "m1" } });
  await tell(other, { title: "Still there" });
  smtp.refuse(true);
  await at("2027-02-01T12:01:00Z");
  await happen(bea, row);
  smtp.refuse(false);
  await at("2027-02-01T13:00:00Z");
  expect(await nextMail()).toEqual(mailTo(other, "Still there"));
  expect(await byMail(bea, row)).toMatchObject({ state, reason });
  await at("2027-02-01T20:00:00Z");
  expect(await queued()).toEqual([]);
});

test("sends nothing of an account that was deleted meanwhile", async () => {
  const [bea, other] = [await makeMember(), await makeMember()];
  vi.setSystemTime(new Date("2027-02-02T12:00:00Z"));
  await tell(bea, {});
  await tell(other, { title: "Still there" });
  smtp.refuse(true);
  await at("2027-02-02T12:01:00Z");
  await db().user.delete({ where: { id: bea.id } });
  smtp.refuse(false);
  await at("2027-02-02T13:00:00Z");
  expect(await nextMail()).toEqual(mailTo(other, "Still there"));
  expect(await queued()).toEqual([]);
});

test("mails no announcement that was recalled meanwhile, also before the recall reached its members", async () => {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  const bea = await makeMember();
  await changePreferences(memberCtx(bea), { ...me, choices: { announcement: { email: true } } });
  vi.setSystemTime(new Date("2027-02-03T12:00:00Z"));
  const { id } = await createAnnouncement(boss, { title: "Wrong", audience: "member", username: bea.username });
  await at("2027-02-03T12:00:00Z");
  const row = await db().notification.findFirst({ where: { announcementId: id } });
  smtp.refuse(true);
  await at("2027-02-03T12:01:00Z");
  expect(await byMail(bea, row ?? undefined)).toMatchObject({ state: "sending", reason: "error" });
  await recallAnnouncement(boss, { announcementId: id });
  smtp.refuse(false);
  const [payload] = await queued();
  const attempt = { id: "1", number: 2, last: false, signal: new AbortController().signal };
  await notificationJobs["mail-notices"]?.(payload, attempt);
  expect(await byMail(bea, row ?? undefined)).toMatchObject({ state: "dropped", reason: "recalled" });
  await at("2027-02-03T13:00:00Z");
  await tell(bea, { title: "Right" });
  await at("2027-02-03T13:01:00Z");
  expect(await nextMail()).toEqual(mailTo(bea, "Right"));
});

/** What the queued mails hold. */
const queued = async (): Promise<unknown[]> =>
  (
    await db().$queryRaw<{ payload: unknown }[]>`SELECT payload FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'mail-notices'`
  ).map(({ payload }) => payload);

test("queues ids and no words", async () => {
  const bea = await makeMember();
  vi.setSystemTime(new Date("2027-02-04T12:00:00Z"));
  const rows = await tell(bea, {}, {});
  smtp.refuse(true);
  await at("2027-02-04T12:01:00Z");
  smtp.refuse(false);
  expect(await queued()).toEqual([
    { userId: bea.id, mailId: expect.stringMatching(/^[\da-f-]{36}$/), notificationIds: rows.map(({ id }) => id) },
  ]);
  await at("2027-02-04T13:00:00Z");
  expect(await nextMail()).toEqual(mailTo(bea, "2 new notifications"));
});

test("sends a security notice that stands behind 300 held ones, and leaves those alone", async () => {
  const bea = await makeSleeper();
  vi.setSystemTime(new Date("2027-03-02T04:30:00Z"));
  const held = await tell(bea, ...Array.from({ length: 300 }, () => ({})));
  const [notice] = await tell(bea, { type: "security", title: "A sign-in" });
  const before = await db().notificationDelivery.findMany({ where: { notificationId: held[0]?.id } });
  await at("2027-03-02T04:31:00Z");
  expect(await nextMail()).toEqual(mailTo(bea, "A sign-in"));
  expect(await byMail(bea, notice)).toMatchObject({ state: "delivered" });
  expect(await db().notificationDelivery.findMany({ where: { notificationId: held[0]?.id } })).toEqual(before);
  // One job waits, for the time when the first of them is due.
  const jobs = await db().$queryRaw<{ runAt: Date }[]>`
    SELECT run_at AS "runAt" FROM graphile_worker._private_jobs WHERE key LIKE ${`notices:email:${bea.id}:%`}`;
  expect(jobs).toEqual([{ runAt: new Date("2027-03-02T12:00:00Z") }]);
  await at("2027-03-02T12:00:00Z");
  const morning = [await nextMail(), await nextMail()];
  expect(morning).toEqual([mailTo(bea, "200 new notifications"), mailTo(bea, "100 new notifications")]);
});

test.each([
  ["loses an hour", "2027-03-27T12:00:00Z", "2027-03-28T06:00:00.000Z"],
  ["gains one", "2027-10-30T12:00:00Z", "2027-10-31T07:00:00.000Z"],
])("sends a digest at eight of a day that %s", async (_what, now, morning) => {
  const bea = await makeMember();
  await changeSettings(memberCtx(bea), { ...me, timeZone: "Europe/Berlin" });
  await changePreferences(memberCtx(bea), { ...me, digest: "daily" });
  vi.setSystemTime(new Date(now));
  const [row] = await tell(bea, { title: "In the digest" });
  expect(await byMail(bea, row)).toMatchObject({ state: "waiting", reason: "digest", until: morning });
  await at(new Date(Date.parse(morning) - 1).toISOString());
  expect(await byMail(bea, row)).toMatchObject({ state: "waiting" });
  await at(morning);
  expect(await nextMail()).toEqual(mailTo(bea, "In the digest"));
});
