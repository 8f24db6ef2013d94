// Begins first: it tells twenty thousand members.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Member, SessionMember } from "@/lib/core/context";
import { notificationChanged, notificationNew } from "@/lib/core/notifications/events";
import {
  countUnread,
  listNotifications,
  markAllRead,
  markNotificationRead,
  notificationJobs,
  startTellingMany,
  syncNotifications,
} from "@/lib/core/notifications/index";
import { changePreferences } from "@/lib/core/notifications/preferences/preferences";
import { enter } from "@/lib/core/realtime/hub";
import { testConnection } from "@/lib/core/realtime/testing";
import { runDue } from "@/lib/core/testing/jobs";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { lockSending } from "./announcement-store";
import { createAnnouncement, listAnnouncements, recallAnnouncement } from "./announcements";

const PATIENT = { timeout: 60_000 };

testDatabase();
const live = hearLive();

const me = { userId: "me" } as const;
const stops: (() => void)[] = [];
beforeEach(async () => {
  stops.push(startTellingMany());
  await db().$executeRaw`DELETE FROM users`;
  await db().$executeRaw`DELETE FROM announcements`;
});
afterEach(() => {
  vi.useRealTimers();
  for (const stop of stops.splice(0)) stop();
});

const admin = async () => memberCtx(await makeMember({ role: "admin" }));
const connect = (member: SessionMember) => void stops.push(enter(testConnection(member)));
const work = (now = new Date()) => runDue(notificationJobs, now);
const titlesOf = async (member: Member) =>
  (await listNotifications(memberCtx(member), me)).items.map(({ title }) => title);

test("gives an announcement to everyone, live to those who are connected", async () => {
  const ctx = await admin();
  const [ann, bea] = await makeMembers(2);
  const gone = await makeMember({ deactivated: true });
  connect(ann);
  const made = await createAnnouncement(ctx, { title: "Cake", body: "In the kitchen", url: "/rooms", audience: "all" });
  expect(made).toMatchObject({ state: "sending", sentCount: 0, createdBy: { id: ctx.actor.id } });
  await work();
  expect([await titlesOf(ann), await titlesOf(bea), await titlesOf(gone)]).toEqual([["Cake"], ["Cake"], []]);
  await vi.waitFor(
    () =>
      expect(live.on(notificationNew, { userId: ann.id })).toMatchObject([
        { title: "Cake", url: "/rooms", seq: 1, unread: 1, type: "announcement" },
      ]),
    PATIENT,
  );
  expect(live.on(notificationNew, { userId: bea.id })).toEqual([]);
  const { items } = await listAnnouncements(ctx, {});
  expect(items).toMatchObject([{ id: made.id, state: "sent", sentCount: 3, sentAt: expect.any(String) }]);
});

test("gives it to a role, or to one member", async () => {
  const ctx = await admin();
  const boss = await makeMember({ role: "admin" });
  const [ann, bea] = await makeMembers(2);
  await createAnnouncement(ctx, { title: "Admins", audience: "role", role: "admin" });
  await createAnnouncement(ctx, { title: "You", audience: "member", username: bea.username.toUpperCase() });
  await work();
  expect([await titlesOf(boss), await titlesOf(ann), await titlesOf(bea)]).toEqual([["Admins"], [], ["You"]]);
});

test("waits for its time, and is never given out when it is recalled before", async () => {
  const ctx = await admin();
  const ann = await makeMember();
  const soon = new Date(Date.now() + 3_600_000);
  const [kept, recalled] = [
    await createAnnouncement(ctx, { title: "Kept", audience: "all", scheduledAt: soon.toISOString() }),
    await createAnnouncement(ctx, { title: "Recalled", audience: "all", scheduledAt: soon.toISOString() }),
  ];
  expect(kept.state).toBe("scheduled");
  await recallAnnouncement(ctx, { announcementId: recalled.id });
  await work();
  expect(await titlesOf(ann)).toEqual([]);
  await work(soon);
  expect(await titlesOf(ann)).toEqual(["Kept"]);
  expect((await recallAnnouncement(ctx, { announcementId: recalled.id })).state).toBe("recalled");
});

test("keeps it out of the app of who switched announcements off, and shows it among what is not shown", async () => {
  const ctx = await admin();
  const ann = await makeMember();
  await changePreferences(memberCtx(ann), { ...me, choices: { announcement: { in_app: false } } });
  await createAnnouncement(ctx, { title: "Cake", audience: "all" });
  await work();
  expect(await titlesOf(ann)).toEqual([]);
  expect(await countUnread(memberCtx(ann), me)).toMatchObject({ unread: 0, lastSeq: 1 });
  const hidden = await listNotifications(memberCtx(ann), { ...me, filter: "hidden" });
  expect(hidden.items).toMatchObject([{ title: "Cake" }]);
});

/** Stores members by one statement. */
const crowd = (count: number) =>
  db().$executeRaw`INSERT INTO users (id, username, username_key, email, email_key, display_name, password_hash)
    SELECT gen_random_uuid(), name, name, name, name, name, 'none'
    FROM generate_series(1, ${count}::int) AS n, LATERAL (SELECT 'crowd-' || n AS name) AS named`;

const stored = () => db().notification.count();

/** Lets the jobs begin, until what they do shows, and answers their end. */
async function workUntil(shows: () => Promise<void>): Promise<{ end: Promise<void> }> {
  const end = work();
  await vi.waitFor(shows, { interval: 5, timeout: 60_000 });
  return { end };
}

test("is seen by nobody from the recall on, before it is taken from 20,000 members", async () => {
  const ctx = await admin();
  const [ann, bea, cat] = await makeMembers(3);
  connect(ann);
  await crowd(20_000);
  await changePreferences(memberCtx(cat), { ...me, choices: { announcement: { in_app: false } } });
  const { id } = await createAnnouncement(ctx, { title: "Wrong", audience: "all" });
  await work();
  expect(await stored()).toBe(20_004);
  const [own] = (await listNotifications(memberCtx(ann), me)).items;
  await markAllRead(memberCtx(bea), me);
  const recalled = await recallAnnouncement(ctx, { announcementId: id });
  expect(recalled).toMatchObject({ state: "recalled", sentCount: 20_004 });
  // The job has not begun.
  expect(await stored()).toBe(20_004);
  expect([await titlesOf(ann), await titlesOf(bea)]).toEqual([[], ["Wrong"]]);
  expect(await countUnread(memberCtx(ann), me)).toMatchObject({ unread: 0 });
  expect((await syncNotifications(memberCtx(ann), { after: 0 })).items).toEqual([]);
  expect((await listNotifications(memberCtx(cat), { ...me, filter: "hidden" })).items).toEqual([]);
  const read = markNotificationRead(memberCtx(ann), { ...me, notificationId: own?.id ?? "" });
  expect(await refusalOf(read)).toBe("not_found");
  await markAllRead(memberCtx(ann), me);
  await work();
  expect(await stored()).toBe(1);
  expect([await titlesOf(ann), await titlesOf(bea)]).toEqual([[], ["Wrong"]]);
  await vi.waitFor(
    () =>
      expect(live.on(notificationChanged, { userId: ann.id }).at(-1)).toMatchObject({
        ...{ unread: 0, deletedIds: [own?.id] },
      }),
    PATIENT,
  );
  expect(await db().announcement.findUnique({ where: { id } })).toMatchObject({ recalling: false });
});

test("is recalled while it is being given out", async () => {
  const ctx = await admin();
  await crowd(20_000);
  const { id } = await createAnnouncement(ctx, { title: "Wrong", audience: "all" });
  const sending = await workUntil(async () => expect(await stored()).toBeGreaterThan(0));
  await recallAnnouncement(ctx, { announcementId: id });
  await sending.end;
  await work();
  expect(await stored()).toBe(0);
});

test("is taken back to the end by another run when one dies", async () => {
  const ctx = await admin();
  await crowd(5_000);
  const { id } = await createAnnouncement(ctx, { title: "Wrong", audience: "all" });
  await work();
  await recallAnnouncement(ctx, { announcementId: id });
  // The last member's counter cannot be raised, so the step that reaches them fails.
  const setLast = (rev: number) =>
    db().$executeRaw`UPDATE users SET notification_rev = ${rev}::int
      WHERE id = (SELECT user_id FROM notifications ORDER BY id DESC LIMIT 1)`;
  await setLast(2_147_483_647);
  const attempt = { id: "1", number: 1, last: false, signal: new AbortController().signal };
  const dying = notificationJobs["recall-announcement"]?.({ announcementId: id }, attempt);
  await expect(dying).rejects.toThrow("out of range");
  expect(await stored()).toBe(1_001);
  await setLast(0);
  await work();
  expect(await stored()).toBe(0);
});

test("goes on where a run that died stopped, and gives nobody two", async () => {
  const ctx = await admin();
  await crowd(5_000);
  const { id } = await createAnnouncement(ctx, { title: "Cake", audience: "all" });
  // The last member's number cannot be raised, so the step that reaches them fails.
  const setLast = (seq: number) =>
    db().$executeRaw`UPDATE users SET notification_seq = ${seq}::int
      WHERE id = (SELECT id FROM users ORDER BY id DESC LIMIT 1)`;
  await setLast(2_147_483_647);
  const dying = notificationJobs["send-announcement"]?.(
    { announcementId: id },
    { id: "1", number: 1, last: false, signal: new AbortController().signal },
  );
  await expect(dying).rejects.toThrow("out of range");
  expect(await stored()).toBe(4_000);
  await setLast(0);
  await work();
  const [{ members } = { members: 0 }] = await db().$queryRaw<{ members: number }[]>`
    SELECT count(DISTINCT user_id)::int AS members FROM notifications`;
  expect([await stored(), members]).toEqual([5_001, 5_001]);
  expect(await hotTransaction(({ query }) => lockSending(query, id))).toBeUndefined();
});

test("is an admin's alone, and refuses what is not whole", async () => {
  const ctx = await admin();
  const other = memberCtx(await makeMember());
  expect(await refusalOf(createAnnouncement(other, { title: "x", audience: "all" }))).toBe("forbidden");
  expect(await refusalOf(listAnnouncements(other, {}))).toBe("forbidden");
  expect(await refusalOf(recallAnnouncement(other, { announcementId: newId() }))).toBe("forbidden");
  expect(await refusalOf(recallAnnouncement(ctx, { announcementId: newId() }))).toBe("not_found");
  const wrong = [
    { title: "", audience: "all" },
    { title: "x", audience: "role" },
    { title: "x", audience: "member" },
    { title: "x", audience: "member", username: "nobody-here" },
    { title: "x", audience: "all", url: "https://example.org" },
    { title: "x", audience: "all", url: "//example.org" },
    { title: "x", audience: "all", expiresAt: "2020-01-01T00:00:00Z" },
  ] as const;
  for (const input of wrong) expect(await refusalOf(createAnnouncement(ctx, input))).toBe("invalid_input");
});

test("leaves an entry in the audit log when it is made and when it is recalled", async () => {
  const ctx = await admin();
  const { id } = await createAnnouncement(ctx, { title: "Cake", audience: "all" });
  await recallAnnouncement(ctx, { announcementId: id });
  await recallAnnouncement(ctx, { announcementId: id });
  const entries = await db().auditEntry.findMany({ where: { targetId: id }, orderBy: { position: "asc" } });
  expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
    ["announcement.made", ctx.actor.id],
    ["announcement.recalled", ctx.actor.id],
  ]);
});
