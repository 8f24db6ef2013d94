import { expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { notificationChanged, notificationNew } from "@/lib/core/notifications/events";
import {
  countUnread,
  createNotifications,
  deleteNotification,
  listNotifications,
  markAllRead,
  markNotificationRead,
  syncNotifications,
} from "@/lib/core/notifications/index";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { notify, seqsOf } from "@/lib/core/testing/notifications";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction, transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { encodeCursor } from "@/lib/shared/page";

testDatabase();
const live = hearLive();

const me = { userId: "me" } as const;

/** What a member's pages heard of new notifications, once it is so many. */
async function heardOf(member: Member, count: number): Promise<unknown[]> {
  const heard = () => live.on(notificationNew, { userId: member.id });
  await expect.poll(() => heard().length).toBe(count);
  return heard();
}

test("numbers the notifications of a member without gaps, also under parallel transactions", async () => {
  const [ann, bea] = await makeMembers(2);
  const rounds = Array.from({ length: 25 }, (_, i) =>
    hotTransaction((tx, afterCommit) =>
      createNotifications(
        tx,
        afterCommit,
        (i % 2 === 0 ? [ann, bea, ann] : [bea, ann, ann]).map(({ id }) => ({
          ...{ userId: id, type: "account" as const, title: "Title", body: String(i) },
        })),
      ),
    ),
  );
  const made = (await Promise.all(rounds)).flat();
  const seqs = (member: Member) => seqsOf(made.filter((row) => row.userId === member.id)).sort((a, b) => a - b);
  expect(seqs(ann)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  expect(seqs(bea)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
});

test("gives the notifications of one call numbers in their order", async () => {
  const ann = await makeMember();
  const rows = await notify(ann, 12);
  expect(rows.toSorted((a, b) => a.seq - b.seq).map((row) => row.title)).toEqual(rows.map((_, i) => `Title ${i}`));
});

test("takes no number when the transaction fails", async () => {
  const ann = await makeMember();
  const failing = transact(async (tx, afterCommit) => {
    await createNotifications(tx, afterCommit, [{ userId: ann.id, type: "account", title: "Title", body: "" }]);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect((await notify(ann)).map((row) => row.seq)).toEqual([1]);
});

test("cuts long texts between characters", async () => {
  const ann = await makeMember();
  const [row] = await notify(ann, 1, { title: "😀".repeat(300), body: "é".repeat(600) });
  expect(row?.title).toBe(`${"😀".repeat(199)}…`);
  expect(row?.body).toBe(`${"é".repeat(499)}…`);
});

test("announces what was stored to its member alone, with how many are unread", async () => {
  const [ann, bea] = await makeMembers(2);
  await notify(ann);
  await heardOf(ann, 1);
  await notify(ann, 2, { url: "/rooms", data: { a: 1 } });
  expect(await heardOf(ann, 3)).toMatchObject([
    { seq: 1, unread: 1 },
    { seq: 2, unread: 3, url: "/rooms", data: { a: 1 }, read: false },
    { seq: 3, unread: 3 },
  ]);
  expect(live.on(notificationNew, { userId: bea.id })).toEqual([]);
});

test("lists unread ones first, then by number, newest first, page by page, each once", async () => {
  const ann = await makeMember();
  const rows = await notify(ann, 9);
  for (const seq of [9, 4, 2]) {
    const row = rows.find((one) => one.seq === seq);
    await markNotificationRead(memberCtx(ann), { ...me, notificationId: row?.id ?? "" });
  }
  for (const limit of [1, 2, 3, 4, 6, 9, 20]) {
    const found: number[] = [];
    for (let cursor: string | undefined | null; cursor !== null; ) {
      const page = await listNotifications(memberCtx(ann), { ...me, limit, cursor });
      expect(page.items.length).toBeLessThanOrEqual(limit);
      found.push(...seqsOf(page.items));
      cursor = page.nextCursor;
    }
    expect(found).toEqual([8, 7, 6, 5, 3, 1, 9, 4, 2]);
  }
});

test("leaves out what has expired, everywhere", async () => {
  const ann = await makeMember();
  await notify(ann, 1, { expiresAt: new Date(Date.now() - 1_000) });
  await notify(ann, 1, { expiresAt: new Date(Date.now() + 60_000) });
  expect(seqsOf((await listNotifications(memberCtx(ann), me)).items)).toEqual([2]);
  expect(await countUnread(memberCtx(ann), me)).toEqual({ unread: 1, lastSeq: 2, rev: 2 });
  expect(seqsOf((await syncNotifications(memberCtx(ann), { after: 0 })).items)).toEqual([2]);
});

test("counts up to 100 unread", async () => {
  const ann = await makeMember();
  expect(await countUnread(memberCtx(ann), me)).toEqual({ unread: 0, lastSeq: 0, rev: 0 });
  await notify(ann, 130);
  expect(await countUnread(memberCtx(ann), { userId: ann.id })).toEqual({ unread: 100, lastSeq: 130, rev: 1 });
});

test("marks one read, once, and tells the member's other pages", async () => {
  const ann = await makeMember();
  const [row] = await notify(ann, 2);
  const mark = () => markNotificationRead(memberCtx(ann), { ...me, notificationId: row?.id ?? "" });
  const marked = await mark();
  expect(marked).toMatchObject({ id: row?.id, read: true, readAt: expect.any(String) });
  expect(await mark()).toEqual(marked);
  expect(live.on(notificationChanged, { userId: ann.id })).toEqual([{ unread: 1, rev: 2, readIds: [row?.id] }]);
});

test("marks all read, or those up to a number", async () => {
  const ann = await makeMember();
  await notify(ann, 4);
  expect(await markAllRead(memberCtx(ann), { ...me, upTo: 3 })).toEqual({ unread: 1, lastSeq: 4, rev: 2 });
  expect(await markAllRead(memberCtx(ann), me)).toEqual({ unread: 0, lastSeq: 4, rev: 3 });
  expect(live.on(notificationChanged, { userId: ann.id })).toEqual([
    { unread: 1, rev: 2, readUpTo: 3 },
    { unread: 0, rev: 3, readUpTo: 4 },
  ]);
});

test("deletes one for good, and tells the member's other pages", async () => {
  const ann = await makeMember();
  const [row] = await notify(ann, 2);
  await deleteNotification(memberCtx(ann), { ...me, notificationId: row?.id ?? "" });
  expect(live.on(notificationChanged, { userId: ann.id })).toEqual([{ unread: 1, rev: 2, deletedIds: [row?.id] }]);
  expect(seqsOf((await listNotifications(memberCtx(ann), me)).items)).toEqual([2]);
  const again = deleteNotification(memberCtx(ann), { ...me, notificationId: row?.id ?? "" });
  expect(await refusalOf(again)).toBe("not_found");
});

test("gives every count a number that tells which is newer, however reads and news cross", async () => {
  const ann = await makeMember();
  const rows = await notify(ann, 20);
  await Promise.all([
    ...rows.map(({ id }) => markNotificationRead(memberCtx(ann), { ...me, notificationId: id })),
    ...Array.from({ length: 5 }, () => notify(ann)),
  ]);
  await heardOf(ann, 25);
  const target = { userId: ann.id };
  const events = [...live.on(notificationChanged, target), ...live.on(notificationNew, target)];
  expect(events).toHaveLength(45);
  const newest = events.reduce((a, b) => (b.rev > a.rev ? b : a));
  expect(newest).toMatchObject({ unread: 5, rev: 26 });
  // Of one number there is one count, so that their order does not matter.
  const byRev = new Map(events.map(({ rev, unread }) => [rev, unread]));
  for (const { rev, unread } of events) expect([rev, unread]).toEqual([rev, byRev.get(rev)]);
});

test("is nobody else's, an admin's neither", async () => {
  const ann = await makeMember();
  const [row] = await notify(ann);
  const notificationId = row?.id ?? "";
  for (const other of [await makeMember(), await makeMember({ role: "admin" })]) {
    const ctx = memberCtx(other);
    const theirs = { userId: ann.id };
    const attempts = [
      listNotifications(ctx, theirs),
      countUnread(ctx, theirs),
      markNotificationRead(ctx, { ...theirs, notificationId }),
      markNotificationRead(ctx, { ...me, notificationId }),
      markAllRead(ctx, theirs),
      deleteNotification(ctx, { ...theirs, notificationId }),
      deleteNotification(ctx, { ...me, notificationId }),
    ];
    expect(await Promise.all(attempts.map(refusalOf))).toEqual(attempts.map(() => "not_found"));
    expect((await syncNotifications(ctx, { after: 0 })).items).toEqual([]);
  }
  expect(await countUnread(memberCtx(ann), me)).toEqual({ unread: 1, lastSeq: 1, rev: 1 });
});

test("refuses a cursor it did not make, an unknown id, and what is no number", async () => {
  const ctx = memberCtx(await makeMember());
  for (const cursor of ["x", encodeCursor([1, true]), encodeCursor([false, -1])]) {
    await expect(listNotifications(ctx, { ...me, cursor })).rejects.toMatchObject({
      code: "invalid_input",
      extras: { errors: [{ field: "cursor" }] },
    });
  }
  expect(await refusalOf(markNotificationRead(ctx, { ...me, notificationId: newId() }))).toBe("not_found");
  expect(await refusalOf(markNotificationRead(ctx, { ...me, notificationId: "1" }))).toBe("invalid_input");
  expect(await refusalOf(syncNotifications(ctx, { after: -1 }))).toBe("invalid_input");
  expect(await refusalOf(markAllRead(ctx, { ...me, upTo: "x" }))).toBe("invalid_input");
});
