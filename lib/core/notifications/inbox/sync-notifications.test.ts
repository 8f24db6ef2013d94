import { expect, test } from "vitest";
import {
  countUnread,
  deleteNotification,
  markNotificationRead,
  syncNotifications,
} from "@/lib/core/notifications/index";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { notify, seqsOf } from "@/lib/core/testing/notifications";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";

testDatabase();

const me = { userId: "me" } as const;

test("answers what came after a number, at most 200 at a time", async () => {
  const ann = await makeMember();
  await notify(ann, 250);
  const first = await syncNotifications(memberCtx(ann), { after: 10 });
  expect(seqsOf(first.items)).toEqual(Array.from({ length: 200 }, (_, i) => i + 11));
  expect(first).toMatchObject({ lastSeq: 210, hasMore: true, unread: 100 });
  const second = await syncNotifications(memberCtx(ann), { after: first.lastSeq });
  expect(seqsOf(second.items)).toEqual(Array.from({ length: 40 }, (_, i) => i + 211));
  expect(second).toMatchObject({ lastSeq: 250, hasMore: false });
  expect(await syncNotifications(memberCtx(ann), { after: 999 })).toMatchObject({
    items: [],
    lastSeq: 250,
    hasMore: false,
  });
});

test("ends a sync over deleted ones at the member's last number", async () => {
  const ann = await makeMember();
  const rows = await notify(ann, 3);
  const last = rows.find((row) => row.seq === 3);
  await deleteNotification(memberCtx(ann), { ...me, notificationId: last?.id ?? "" });
  expect(await syncNotifications(memberCtx(ann), { after: 2 })).toMatchObject({
    items: [],
    lastSeq: 3,
    hasMore: false,
  });
  const all = await syncNotifications(memberCtx(ann), { after: 0 });
  expect([seqsOf(all.items), all.lastSeq, all.hasMore]).toEqual([[1, 2], 3, false]);
});

test("tells a client that names its change counter how its list begins, if anything changed", async () => {
  const ann = await makeMember();
  const rows = await notify(ann, 30);
  const { rev, lastSeq } = await countUnread(memberCtx(ann), me);
  const ask = (take: number) => syncNotifications(memberCtx(ann), { after: lastSeq, rev, take });
  expect(await ask(20)).toMatchObject({ items: [], first: null, rev, unread: 30 });
  const [one, two] = rows.toSorted((a, b) => b.seq - a.seq);
  await deleteNotification(memberCtx(ann), { ...me, notificationId: one?.id ?? "" });
  await markNotificationRead(memberCtx(ann), { ...me, notificationId: two?.id ?? "" });
  const { first, ...since } = await ask(2);
  expect(since).toEqual({ items: [], lastSeq: 30, hasMore: false, unread: 28, rev: rev + 2 });
  expect([seqsOf(first?.items ?? []), first?.nextCursor]).toEqual([[28, 27], expect.any(String)]);
  expect(seqsOf((await ask(100)).first?.items ?? []).at(-1)).toBe(29);
  expect(await refusalOf(ask(1_000))).toBe("invalid_input");
});
