import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { createAnnouncement, recallAnnouncement } from "@/lib/core/notifications/announcements/announcements";
import { listDeliveries } from "@/lib/core/notifications/delivery/deliveries";
import { createNotifications, listNotifications, markAllRead, notificationJobs } from "@/lib/core/notifications/index";
import { runDue } from "@/lib/core/testing/jobs";
import { makeMember, makeSignedIn, memberCtx } from "@/lib/core/testing/members";
import { newBrowser as makeBrowser, testPushService } from "@/lib/core/testing/push";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";
import { addBrowser, removeBrowser } from "./browsers";

testDatabase();

const me = { userId: "me" } as const;
const service = testPushService();
const newBrowser = (path?: string) => makeBrowser(service, path);

const signUp = (member: Member, browser = newBrowser()) =>
  addBrowser(memberCtx(member), { ...me, ...browser.subscription });

const tell = (member: Member, ...titles: string[]) =>
  hotTransaction((tx, afterCommit) =>
    createNotifications(
      tx,
      afterCommit,
      titles.map((title) => ({ userId: member.id, type: "greeting", title, body: "Hello", url: "/rooms" })),
    ),
  );

const work = (afterMs = 10_000) => runDue(notificationJobs, new Date(Date.now() + afterMs));

/** The jobs find what is due by their own clock, so what waits is made due. */
const makeDue = () => db().$executeRaw`UPDATE notification_deliveries SET until = now() - interval '1 second'`;

async function byPush(member: Member) {
  const [newest] = (await listNotifications(memberCtx(member), { ...me, limit: 1 })).items;
  const { items } = await listDeliveries(memberCtx(member), { ...me, notificationId: newest?.id ?? "" });
  return items.find(({ channel }) => channel === "push");
}

/** Lets the service answer by the path that a message is sent to. */
const answering = (answers: Record<string, number>) =>
  void (service.statusOf = (path) => answers[path.slice(1)] ?? service.status);

test("fails when one browser does and the other is gone, whichever comes first", async () => {
  for (const order of [
    ["broken", "gone"],
    ["gone", "broken"],
  ]) {
    const ann = await makeSignedIn();
    for (const path of order) await signUp(ann, newBrowser(`${path}-${ann.id}`));
    answering({ [`broken-${ann.id}`]: 500, [`gone-${ann.id}`]: 410 });
    await tell(ann, "Hello");
    await makeDue();
    for (let i = 0; i < 5; i++) await work(24 * 3_600_000);
    expect(await byPush(ann)).toMatchObject({ state: "failed", detail: "the push service answered 500" });
    await db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;
  }
});

test("is delivered when one browser got it, and goes on to the others", async () => {
  const ann = await makeSignedIn();
  const [good, slow] = [`good-${ann.id}`, `slow-${ann.id}`];
  await signUp(ann, newBrowser(good));
  await signUp(ann, newBrowser(slow));
  answering({ [slow]: 500 });
  await tell(ann, "Hello");
  await makeDue();
  await work();
  await work();
  expect(await byPush(ann)).toMatchObject({ state: "delivered", reason: null });
  answering({});
  await work(24 * 3_600_000);
  expect(arrivedAt(slow)).toBeGreaterThan(1);
  expect(arrivedAt(good)).toBe(1);
  expect(await byPush(ann)).toMatchObject({ state: "delivered", reason: null });
});

const arrivedAt = (path: string): number => service.arrived.filter((one) => one.path === `/${path}`).length;

test("sends no push message about what was read or recalled while the service was not well", async () => {
  const [ann, bea] = await Promise.all([makeSignedIn(), makeSignedIn()]);
  const boss = memberCtx(await makeMember({ role: "admin" }));
  await signUp(ann);
  await signUp(bea);
  await tell(ann, "Hello");
  const { id } = await createAnnouncement(boss, { title: "Wrong", audience: "member", username: bea.username });
  // The announcement goes out now, and the message about it later.
  await work(0);
  await makeDue();
  service.status = 500;
  for (let i = 0; i < 2; i++) await work();
  const tried = service.arrived.length;
  expect(tried).toBeGreaterThan(1);
  expect(await byPush(bea)).toMatchObject({ state: "sending", reason: "error" });
  await markAllRead(memberCtx(ann), me);
  await recallAnnouncement(boss, { announcementId: id });
  service.status = 201;
  await work(24 * 3_600_000);
  expect(service.arrived).toHaveLength(tried);
  expect(await byPush(ann)).toMatchObject({ state: "dropped", reason: "read" });
});

test("does not reach a browser that is another member's by now", async () => {
  const [ann, bea] = await Promise.all([makeSignedIn(), makeSignedIn()]);
  const shared = newBrowser();
  await signUp(ann, shared);
  await tell(ann, "For Ann alone");
  await makeDue();
  service.status = 500;
  await work();
  const tried = service.arrived.length;
  await signUp(bea, shared);
  service.status = 201;
  await work(24 * 3_600_000);
  expect(service.arrived).toHaveLength(tried);
  expect(await byPush(ann)).toMatchObject({ state: "dropped", reason: "no_browser" });
});

test("audits what is signed up and off, without where it is reached", async () => {
  const [ann, bea] = await Promise.all([makeSignedIn(), makeSignedIn()]);
  const shared = newBrowser();
  const { id } = await signUp(ann, shared);
  await signUp(ann, shared);
  await signUp(bea, shared);
  await removeBrowser(memberCtx(bea), { ...me, subscriptionId: id });
  const entries = await db().auditEntry.findMany({
    where: { targetId: { in: [ann.id, bea.id] }, action: { startsWith: "push." } },
    orderBy: { position: "asc" },
  });
  const browser = { id, browser: expect.any(String), system: expect.any(String) };
  expect(
    entries.map(({ action, targetId, actorId, before, after }) => [action, targetId, actorId, before, after]),
  ).toEqual([
    ["push.browser_added", ann.id, ann.id, null, browser],
    ["push.browser_removed", ann.id, bea.id, browser, null],
    ["push.browser_added", bea.id, bea.id, null, browser],
    ["push.browser_removed", bea.id, bea.id, browser, null],
  ]);
});
