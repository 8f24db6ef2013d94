import "@/lib/core/testing/planted";
import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { type Member, type SessionMember, systemContext } from "@/lib/core/context";
import { listDeliveries } from "@/lib/core/notifications/delivery/deliveries";
import { createNotifications, listNotifications, markAllRead, notificationJobs } from "@/lib/core/notifications/index";
import { sessionCleanUp } from "@/lib/core/sessions/clean-up";
import { endOtherSessions } from "@/lib/core/sessions/end-other-sessions";
import { endSession, signOut } from "@/lib/core/sessions/end-session";
import { runDue } from "@/lib/core/testing/jobs";
import { beginSession, inSession, makeSignedIn, memberCtx } from "@/lib/core/testing/members";
import { newBrowser as makeBrowser, testPushService } from "@/lib/core/testing/push";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";
import { addBrowser, listBrowsers, removeBrowser } from "./browsers";
import { pushKeys } from "./push-keys";
import { BROWSERS_MAX } from "./push-schemas";

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

test("sends a message that only the browser reads, signed with the keys it signed up with", async () => {
  const ann = await makeSignedIn();
  const browser = newBrowser("inbox");
  await signUp(ann, browser);
  await tell(ann, "Bob mentioned you");
  expect(await byPush(ann)).toMatchObject({ state: "waiting", reason: "soon" });
  await makeDue();
  await work();
  const [got] = service.arrived;
  expect(got).toMatchObject({ path: "/inbox", headers: { "content-encoding": "aes128gcm", ttl: "86400" } });
  const message = { title: "Bob mentioned you", body: "Hello", url: "/rooms", tag: expect.any(String) };
  expect(browser.open(got?.body ?? Buffer.alloc(0))).toEqual(message);
  const { publicKey } = await listBrowsers(memberCtx(ann), me);
  const [, token = "", key] = /^vapid t=([^,]+), k=(.+)$/.exec(got?.headers.authorization ?? "") ?? [];
  expect(key).toBe(publicKey);
  expect(isSigned(token, publicKey)).toBe(true);
  expect(await byPush(ann)).toMatchObject({ state: "delivered" });
  expect((await listBrowsers(memberCtx(ann), me)).items).toMatchObject([{ lastUsedAt: expect.any(String) }]);
});

/** Whether a VAPID token was signed by the holder of the key (ES256). */
function isSigned(token: string, publicKey: string): boolean {
  const point = Buffer.from(publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
  const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" });
  const [head, claims, signature = ""] = token.split(".");
  const data = Buffer.from(`${head}.${claims}`);
  return verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
}

test("makes one message of many at once, and none of what was read", async () => {
  const [ann, bea] = await Promise.all([makeSignedIn(), makeSignedIn()]);
  const browser = newBrowser();
  await signUp(ann, browser);
  await signUp(bea);
  await tell(ann, "One", "Two", "Three", "Four");
  await tell(bea, "Read");
  await markAllRead(memberCtx(bea), me);
  await makeDue();
  await work();
  expect(service.arrived.map(({ body }) => browser.open(body))).toMatchObject([
    { title: "4 new notifications", body: "Four" },
  ]);
  expect(await byPush(bea)).toMatchObject({ state: "dropped", reason: "read" });
});

test.each([404, 410])("signs a browser off whose service answers %i", async (status) => {
  const ann = await makeSignedIn();
  await signUp(ann);
  await tell(ann, "Hello");
  await makeDue();
  service.status = status;
  await work();
  expect((await listBrowsers(memberCtx(ann), me)).items).toEqual([]);
  expect(await byPush(ann)).toMatchObject({ state: "dropped", reason: "no_browser" });
  await tell(ann, "Again");
  expect(await byPush(ann)).toMatchObject({ state: "off", reason: "no_browser" });
});

test("tries again when the service is not well, and delivers once it is", async () => {
  const ann = await makeSignedIn();
  await signUp(ann);
  await tell(ann, "Hello");
  await makeDue();
  service.status = 500;
  await work();
  expect(await byPush(ann)).toMatchObject({
    state: "sending",
    reason: "error",
    detail: "the push service answered 500",
  });
  service.status = 201;
  await work(3_600_000);
  expect(await byPush(ann)).toMatchObject({ state: "delivered" });
});

test("refuses URLs that are not https, and those inside a network", async () => {
  overrideEnv({ FETCH_ALLOW: [] });
  const ctx = memberCtx(await makeSignedIn());
  const { keys } = newBrowser().subscription;
  const endpoints = [
    "http://push.example.org/x",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://10.1.2.3/x",
    "https://192.168.1.1/x",
    "https://169.254.169.254/latest/meta-data",
    "https://100.64.0.1/x",
    "https://[::1]/x",
    "https://[fd00::1]/x",
    "https://[fe80::1]/x",
    "https://[::ffff:10.0.0.1]/x",
    "https://[64:ff9b::a00:1]/x",
    "https://localhost/x",
    "https://name:word@push.example.org/x",
    "https://push.example.org:8443/x",
    "https://no-such-name.invalid/x",
  ];
  for (const endpoint of endpoints) {
    expect([endpoint, await refusalOf(addBrowser(ctx, { ...me, endpoint, keys }))]).toEqual([
      endpoint,
      "invalid_input",
    ]);
  }
  expect((await listBrowsers(ctx, me)).items).toEqual([]);
});

test("does not reach a private address by a name that leads there later", async () => {
  const ann = await makeSignedIn();
  const { subscription } = newBrowser();
  const endpoint = subscription.endpoint.replace(/^http:\/\/[\d.:]+/, "https://localhost");
  await addBrowser(memberCtx(ann), { ...me, ...subscription, endpoint });
  overrideEnv({ FETCH_ALLOW: [] });
  await tell(ann, "Hello");
  await makeDue();
  await work();
  expect(service.arrived).toEqual([]);
  expect(await byPush(ann)).toMatchObject({ reason: "error", detail: "leads to a private address" });
});

test("takes ten browsers a member, each once, and gives one to whoever signs it up last", async () => {
  const [ann, bea] = await Promise.all([makeSignedIn(), makeSignedIn()]);
  const shared = newBrowser();
  await signUp(ann, shared);
  await signUp(ann, shared);
  await signUp(bea, shared);
  expect((await listBrowsers(memberCtx(ann), me)).items).toEqual([]);
  const many = Array.from({ length: BROWSERS_MAX + 2 }, () => refusalOf(signUp(ann)));
  expect((await Promise.all(many)).filter((code) => code === "conflict")).toHaveLength(2);
  const [one] = (await listBrowsers(memberCtx(ann), me)).items;
  const remove = (member: Member) => removeBrowser(memberCtx(member), { ...me, subscriptionId: one?.id ?? "" });
  expect(await refusalOf(remove(bea))).toBe("not_found");
  await remove(ann);
  expect((await listBrowsers(memberCtx(ann), me)).items).toHaveLength(BROWSERS_MAX - 1);
});

test("makes its keys once, also when many ask at the same moment, and keeps the private one encrypted", async () => {
  await db().$executeRaw`DELETE FROM push_keys`;
  const keys = await Promise.all(Array.from({ length: 5 }, pushKeys));
  expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
  const [kept] = await db().pushKeys.findMany();
  expect(kept?.privateKey).not.toContain(keys[0]?.privateKey);
});

test("signs a browser off with the session it was signed up in, however that ends", async () => {
  const ann = await makeSignedIn();
  let other = inSession(ann, await beginSession(ann));
  const ways = {
    "signed out": (member: SessionMember) => signOut(memberCtx(member), {}),
    "ended from another device": (member: SessionMember) =>
      endSession(memberCtx(other), { ...me, sessionId: member.via.sessionId }),
    "ended with all others": () => endOtherSessions(memberCtx(other), me),
    "over, and cleaned up": async (member: SessionMember) => {
      await db().session.update({ where: { id: member.via.sessionId }, data: { expiresAt: new Date(0) } });
      await sessionCleanUp.run(systemContext("test"), new AbortController().signal);
    },
    evicted: async () => {
      for (let n = 0; n < 10; n++) other = inSession(ann, await beginSession(ann));
    },
    forgotten: (member: SessionMember) => db().session.delete({ where: { id: member.via.sessionId } }),
  };
  for (const [way, end] of Object.entries(ways)) {
    const member = inSession(ann, await beginSession(ann));
    const kept = await signUp(other);
    await signUp(member, newBrowser(`lost-${way.replaceAll(/\W/g, "-")}`));
    await tell(ann, "Not for a lost laptop");
    await end(member);
    const { items } = await listBrowsers(memberCtx(other), me);
    expect([way, items.map(({ id }) => id)]).toEqual([way, way === "evicted" ? [] : [kept.id]]);
    await makeDue();
    await work();
    expect(service.arrived.filter(({ path }) => path.includes("lost"))).toEqual([]);
    await db().pushSubscription.deleteMany();
  }
});

test("is not signed up for a session that has ended meanwhile, and follows the one that signs it up again", async () => {
  const ann = await makeSignedIn();
  await signOut(memberCtx(ann), {});
  expect(await refusalOf(signUp(ann))).toBe("unauthenticated");
  const [one, two] = [inSession(ann, await beginSession(ann)), inSession(ann, await beginSession(ann))];
  const browser = newBrowser();
  await signUp(one, browser);
  await signUp(two, browser);
  await signOut(memberCtx(one), {});
  expect((await listBrowsers(memberCtx(two), me)).items).toHaveLength(1);
});
