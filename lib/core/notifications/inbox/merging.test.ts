import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import type { NotificationDraft } from "@/lib/core/notifications/inbox/create";
import {
  createNotifications,
  listNotifications,
  markNotificationRead,
  syncNotifications,
  withdrawNotifications,
} from "@/lib/core/notifications/index";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";

testDatabase();

const me = { userId: "me" } as const;

/** A mention of `userId` by someone called `name`, in `place`. */
const mention = (userId: string, name: string, place = "kitchen", messageId = name) => ({
  ...{ userId, type: "greeting" as const, body: `Hello from ${name}`, url: `/rooms/${place}`, data: { messageId } },
  title: `${name} mentioned you in Kitchen`,
  merge: { place, phrase: "mentioned you in Kitchen", actor: { id: `id of ${name}`, name } },
});

const store = (...drafts: NotificationDraft[]) =>
  hotTransaction((tx, afterCommit) => createNotifications(tx, afterCommit, drafts));

const listed = async (member: Awaited<ReturnType<typeof makeMember>>) =>
  (await listNotifications(memberCtx(member), me)).items;

test("names the newest two and how many more", async () => {
  const bea = await makeMember();
  const titles: (string | undefined)[] = [];
  for (const name of ["Eve", "Dan", "Cat", "Bob", "Ada", "Ada"]) {
    await store(mention(bea.id, name));
    titles.push((await listed(bea))[0]?.title);
  }
  expect(titles).toEqual([
    "Eve mentioned you in Kitchen",
    "Dan and Eve mentioned you in Kitchen",
    "Cat, Dan and 1 more mentioned you in Kitchen",
    "Bob, Cat and 2 more mentioned you in Kitchen",
    "Ada, Bob and 3 more mentioned you in Kitchen",
    "Ada, Bob and 3 more mentioned you in Kitchen",
  ]);
  expect(await listed(bea)).toMatchObject([{ seq: 6, count: 6, body: "Hello from Ada", read: false }]);
});

test("counts how often one person did, and things that nobody did", async () => {
  const bea = await makeMember();
  await store(mention(bea.id, "Ada"), mention(bea.id, "Ada"));
  const listing = {
    ...{ userId: bea.id, type: "find" as const, title: "A bike", body: "" },
    merge: { place: "bikes", phrase: "new listings in Bikes" },
  };
  await store(listing, listing, listing);
  expect((await listed(bea)).map(({ title, count }) => [title, count])).toEqual([
    ["3 new listings in Bikes", 3],
    ["Ada mentioned you in Kitchen, 2 times", 2],
  ]);
});

test("keeps places, types, members and what was read apart", async () => {
  const [bea, cat] = await makeMembers(2);
  await store(mention(bea.id, "Ada"), mention(bea.id, "Ada", "cellar"), mention(cat.id, "Ada"));
  const [, first] = await listed(bea);
  await markNotificationRead(memberCtx(bea), { ...me, notificationId: first?.id ?? "" });
  await store(mention(bea.id, "Bob"));
  expect((await listed(bea)).map(({ seq, title, read }) => [seq, title, read])).toEqual([
    [3, "Bob mentioned you in Kitchen", false],
    [2, "Ada mentioned you in Kitchen", false],
    [1, "Ada mentioned you in Kitchen", true],
  ]);
  expect(await listed(cat)).toHaveLength(1);
});

test("gives a client that knew it under its old number the one it became", async () => {
  const bea = await makeMember();
  await store(mention(bea.id, "Ada"));
  const known = await syncNotifications(memberCtx(bea), { after: 0 });
  await store(mention(bea.id, "Bob"));
  const news = await syncNotifications(memberCtx(bea), { after: known.lastSeq });
  expect(news).toMatchObject({ lastSeq: 2, unread: 1, items: [{ id: known.items[0]?.id, seq: 2, count: 2 }] });
});

test("leaves unread what took in another one since it was seen", async () => {
  const bea = await makeMember();
  const [row] = await store(mention(bea.id, "Ada"));
  await store(mention(bea.id, "Bob"));
  const mark = (seq?: number) => markNotificationRead(memberCtx(bea), { ...me, notificationId: row?.id ?? "", seq });
  expect(await mark(1)).toMatchObject({ read: false, seq: 2 });
  expect(await mark(2)).toMatchObject({ read: true });
});

test("loses none of many that come while they are being read", async () => {
  const bea = await makeMember();
  const sends = Array.from({ length: 40 }, (_, i) => store(mention(bea.id, `P${i}`, "kitchen", String(i))));
  const reads = Array.from({ length: 20 }, async () => {
    for (const { id, seq } of await listed(bea)) {
      await markNotificationRead(memberCtx(bea), { ...me, notificationId: id, seq });
    }
  });
  await Promise.all([...sends, ...reads]);
  const rows = await db().notification.findMany({ where: { userId: bea.id } });
  expect(rows.reduce((sum, { merged }) => sum + merged, 0)).toBe(40);
  expect(rows.filter(({ read }) => !read).length).toBeLessThanOrEqual(1);
  expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length);
});

test("goes on without what was taken back, and goes with the last", async () => {
  const bea = await makeMember();
  await store(mention(bea.id, "Ada"));
  await store(mention(bea.id, "Bob"));
  await hotTransaction((tx, afterCommit) =>
    withdrawNotifications(tx, afterCommit, [bea.id], "greeting", { key: "messageId", value: "Bob" }),
  );
  expect(await listed(bea)).toMatchObject([
    { title: "Ada mentioned you in Kitchen", body: "Hello from Ada", count: 1, seq: 2 },
  ]);
  await hotTransaction((tx, afterCommit) =>
    withdrawNotifications(tx, afterCommit, [bea.id], "greeting", { key: "messageId", value: "Ada" }),
  );
  expect(await listed(bea)).toEqual([]);
});
