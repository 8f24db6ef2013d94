import "@/lib/core/testing/planted";
import { expect, test, vi } from "vitest";
import { systemContext } from "@/lib/core/context";
import { createAnnouncement, recallAnnouncement } from "@/lib/core/notifications/announcements/announcements";
import { cleanUpNotifications } from "@/lib/core/notifications/inbox/clean-up";
import type { NotificationDraft } from "@/lib/core/notifications/inbox/create";
import {
  countUnread,
  createNotifications,
  deleteNotification,
  listNotifications,
  notificationJobs,
  withdrawNotifications,
} from "@/lib/core/notifications/index";
import { runDue } from "@/lib/core/testing/jobs";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";
import { listDeliveries, listDeliveryRecords } from "./deliveries";
import { requeueDeliveries } from "./requeue";

const PATIENT = { timeout: 60_000 };

testDatabase();

const me = { userId: "me" } as const;
type Draft = Partial<NotificationDraft>;
const tell = (userId: string, ...drafts: Draft[]) =>
  hotTransaction((tx, afterCommit) =>
    createNotifications(
      tx,
      afterCommit,
      drafts.map((draft) => ({ userId, type: "greeting" as const, title: "Hello", body: "", ...draft })),
    ),
  );
const signal = () => new AbortController().signal;
const cleanUp = () => cleanUpNotifications.run(systemContext("test"), signal());

test("tells how those fared that are gone, the member by their titles and an admin without", async () => {
  const ann = await makeMember();
  const boss = await makeMember({ role: "admin" });
  const [deleted] = await tell(ann.id, { title: "Deleted" });
  await tell(ann.id, { title: "Withdrawn", data: { messageId: "m1" } });
  const [expired] = await tell(ann.id, { title: "Expired", expiresAt: new Date(Date.now() + 60_000) });
  await tell(ann.id, { title: "Here" });
  const { id: announcementId } = await createAnnouncement(memberCtx(boss), {
    ...{ title: "Wrong", audience: "member", username: ann.username },
  });
  await runDue(notificationJobs, new Date());
  await deleteNotification(memberCtx(ann), { ...me, notificationId: deleted?.id ?? "" });
  await hotTransaction((tx, afterCommit) =>
    withdrawNotifications(tx, afterCommit, [ann.id], "greeting", { key: "messageId", value: "m1" }),
  );
  await recallAnnouncement(memberCtx(boss), { announcementId });
  await runDue(notificationJobs, new Date());
  await db().notification.update({ where: { id: expired?.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  await cleanUp();
  const own = await listDeliveryRecords(memberCtx(ann), me);
  const outcome = own.items.map(({ title, archived, deliveries }) => [
    ...[title, archived?.reason],
    deliveries.find(({ channel }) => channel === "email")?.reason,
  ]);
  expect(outcome).toEqual([
    [null, "recalled", "preference"],
    ["Here", undefined, "soon"],
    ["Expired", "expired", "expired"],
    ["Withdrawn", "withdrawn", "withdrawn"],
    ["Deleted", "deleted", "deleted"],
  ]);
  const theirs = await listDeliveryRecords(memberCtx(boss), { userId: ann.id });
  expect(theirs.items).toEqual(own.items.map((item) => ({ ...item, title: null })));
  const notificationId = deleted?.id ?? "";
  expect((await listDeliveries(memberCtx(ann), { ...me, notificationId })).items).toMatchObject([
    { channel: "in_app", state: "delivered" },
    { channel: "email", state: "dropped", reason: "deleted" },
    { channel: "push", state: "off", reason: "no_browser" },
  ]);
  expect(await refusalOf(listDeliveries(memberCtx(boss), { ...me, notificationId }))).toBe("not_found");
});

test("pages through those here and those gone by their numbers, each once", async () => {
  const ann = await makeMember();
  const rows = await tell(ann.id, ...Array.from({ length: 9 }, () => ({})));
  for (const { id } of rows.filter((_, i) => i % 2 === 0)) {
    await deleteNotification(memberCtx(ann), { ...me, notificationId: id });
  }
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listDeliveryRecords(memberCtx(ann), { ...me, limit: 2, cursor });
    found.push(...page.items.map(({ notificationId }) => notificationId));
    cursor = page.nextCursor;
  }
  expect(found).toEqual(rows.map(({ id }) => id).toReversed());
});

test("keeps a record for 30 days and no longer, and none of a deleted account", async () => {
  const [ann, bea] = await makeMembers(2);
  const gone = async (userId: string, days: number) => {
    const rows = await tell(userId, {}, {});
    for (const { id } of rows) {
      const owner = userId === ann.id ? ann : bea;
      await deleteNotification(memberCtx(owner), { ...me, notificationId: id });
    }
    const archivedAt = new Date(Date.now() - days * 86_400_000);
    await db().archivedNotification.updateMany({
      where: { id: { in: rows.map(({ id }) => id) } },
      data: { archivedAt },
    });
  };
  await gone(ann.id, 31);
  await gone(ann.id, 29);
  await gone(bea.id, 0);
  expect(await cleanUp()).toBe("0 deleted, 2 records removed");
  const left = async (userId: string) => [
    await db().archivedNotification.count({ where: { userId } }),
    await db().notificationDelivery.count({ where: { userId } }),
  ];
  expect(await left(ann.id)).toEqual([2, 2]);
  await db().user.delete({ where: { id: bea.id } });
  expect(await left(bea.id)).toEqual([0, 0]);
});

test("does not delete what took in another one since it was seen", async () => {
  const ann = await makeMember();
  const mention = (name: string) => ({
    ...{ title: `${name} mentioned you`, merge: { place: "kitchen", phrase: "mentioned you" } },
  });
  const [row] = await tell(ann.id, mention("Ada"));
  await tell(ann.id, mention("Bob"));
  const remove = (seq: number) =>
    refusalOf(deleteNotification(memberCtx(ann), { ...me, notificationId: row?.id ?? "", seq }));
  expect(await remove(1)).toBe("conflict");
  expect((await listNotifications(memberCtx(ann), me)).items).toMatchObject([{ seq: 2, count: 2 }]);
  const { items } = await listDeliveries(memberCtx(ann), { ...me, notificationId: row?.id ?? "" });
  expect(items.find(({ channel }) => channel === "email")).toMatchObject({ state: "waiting" });
  expect(await remove(2)).toBe("ok");
  expect(await remove(2)).toBe("not_found");
});

test("loses and repeats nothing when one is made, read and deleted at the same moment", async () => {
  const ann = await makeMember();
  const mention = { merge: { place: "kitchen", phrase: "mentioned you" } };
  const sends = Array.from({ length: 30 }, () => tell(ann.id, mention));
  const removals = Array.from({ length: 30 }, async () => {
    for (const { id: notificationId, seq } of (await listNotifications(memberCtx(ann), me)).items) {
      await refusalOf(deleteNotification(memberCtx(ann), { ...me, notificationId, seq }));
    }
  });
  await Promise.all([...sends, ...removals]);
  const { unread, lastSeq } = await countUnread(memberCtx(ann), me);
  expect([unread, lastSeq]).toEqual([(await listNotifications(memberCtx(ann), me)).items.length, 30]);
});

test("queues again what is late and has no job, or one that was given up, and nothing else", async () => {
  const [ann, bea, cat] = await makeMembers(3);
  for (const { id } of [ann, bea, cat]) await tell(id, {});
  const late = new Date(Date.now() - 10 * 60_000);
  const userId = { in: [ann.id, bea.id, cat.id] };
  await db().notificationDelivery.updateMany({ where: { userId }, data: { until: late } });
  const keyOf = (id: string) => `notices:email:${id}:soon`;
  await db().$executeRaw`DELETE FROM graphile_worker._private_jobs WHERE key = ${keyOf(ann.id)}`;
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE key = ${keyOf(bea.id)}`;
  await db().$executeRaw`UPDATE graphile_worker._private_jobs SET attempts = 3, run_at = now() + interval '1 hour'
    WHERE key = ${keyOf(cat.id)}`;
  const run = () => requeueDeliveries.run(systemContext("test"), signal());
  expect(await run()).toBe("2 queued again");
  const jobs = await db().$queryRaw<{ key: string; attempts: number }[]>`
    SELECT key, attempts FROM graphile_worker._private_jobs WHERE key = ANY (${[ann, bea, cat].map(({ id }) => keyOf(id))})`;
  expect(new Map(jobs.map(({ key, attempts }) => [key, attempts]))).toEqual(
    new Map([
      [keyOf(ann.id), 0],
      [keyOf(bea.id), 0],
      [keyOf(cat.id), 3],
    ]),
  );
  await vi.waitFor(async () => expect(await run()).toBe("0 queued again"), PATIENT);
});

test("sends anew what was being sent a day ago, and leaves alone what is being tried", async () => {
  const [ann, bea] = await makeMembers(2);
  const trying = async (userId: string, hours: number) => {
    await tell(userId, {});
    const updatedAt = new Date(Date.now() - hours * 3_600_000);
    await db().notificationDelivery.updateMany({
      where: { userId },
      data: { state: "sending", until: null, updatedAt },
    });
    await db().$executeRaw`DELETE FROM graphile_worker._private_jobs WHERE key LIKE ${`notices:%:${userId}:%`}`;
  };
  await trying(ann.id, 25);
  await trying(bea.id, 23);
  expect(await requeueDeliveries.run(systemContext("test"), signal())).toBe("1 queued again");
  const states = await db().notificationDelivery.findMany({ where: { userId: { in: [ann.id, bea.id] } } });
  expect(new Map(states.map(({ userId, state }) => [userId, state]))).toEqual(
    new Map([
      [ann.id, "waiting"],
      [bea.id, "sending"],
    ]),
  );
});
