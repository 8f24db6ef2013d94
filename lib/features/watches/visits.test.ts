import { beforeAll, beforeEach, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { db, pool } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";

import { watches } from "./feature";
import { getWatch } from "./get-watch";
import { feedOf, freeHost, listingsOf, makeWatch, newestRun, runNow, testSite } from "./testing/sources";
import { updateWatch } from "./update-watch";
import { visitHost } from "./visit-host";

overrideEnv({ RATE_LIMITS: "scraper=100000/1m", SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();
const site = testSite();
beforeAll(() => installFeatures([watches]));
beforeEach(async () => {
  site.start();
  site.asked.length = 0;
  site.robots = undefined;
  await pool().query("UPDATE watches SET next_run_at = NULL, state = 'stopped'");
});

const notices = async (userId: string) =>
  (await db().notification.findMany({ where: { userId }, orderBy: { seq: "asc" } })).map(({ title }) => title);

test("asks only for what changed, with exactly what the server said", async () => {
  const owner = await makeMember();
  const headers = { etag: 'W/"a-gzip"', "last-modified": "0" };
  site.reply = { headers, body: feedOf([{ id: "1", title: "One" }]) };
  const { id } = await makeWatch(owner, { url: `${site.url}/conditional` });
  await runNow(id);
  site.reply = { status: 304, headers: { etag: '"other"' } };
  expect(await runNow(id)).toMatchObject({ outcome: "unchanged", status: 304 });
  expect(site.asked.at(-1)?.headers).toMatchObject({ "if-none-match": 'W/"a-gzip"', "if-modified-since": "0" });
  site.reply = { headers: { etag: '"b"', "last-modified": "0" }, body: feedOf([{ id: "2", title: "Two" }]) };
  expect(await runNow(id)).toMatchObject({ outcome: "ok", fresh: 1 });
  expect(site.asked.at(-1)?.headers["if-none-match"]).toBe('W/"a-gzip"');
  await runNow(id);
  expect(site.asked.at(-1)?.headers["if-none-match"]).toBe('"b"');
  await updateWatch(memberCtx(owner), { watchId: id, recipe: { kind: "feed" } });
  await runNow(id);
  expect(site.asked.at(-1)?.headers["if-none-match"]).toBeUndefined();
});

test("asks once for all who watch the same URL, each with their own filters", async () => {
  const [ann, bea] = [await makeMember(), await makeMember()];
  site.reply = {
    body: feedOf([
      { id: "1", title: "Blue kettle" },
      { id: "2", title: "Oak bench" },
    ]),
  };
  const url = `${site.url}/shared`;
  const one = await makeWatch(ann, { url, filters: { include: ["kettle"] } });
  const other = await makeWatch(bea, { url });
  await runNow(one.id);
  expect(site.asked).toHaveLength(1);
  const matched = async (id: string) => (await listingsOf(id)).map((listing) => listing.matched);
  expect([await matched(one.id), await matched(other.id)]).toEqual([
    [true, false],
    [true, true],
  ]);
  expect(await newestRun(other.id)).toMatchObject({ outcome: "ok", fresh: 2 });
  await updateWatch(memberCtx(ann), { watchId: one.id, filters: { include: ["bench"] } });
  expect(await matched(one.id)).toEqual([false, true]);
});

test("leaves a host alone for as long as it asks, whoever watches it", async () => {
  const owner = await makeMember();
  site.reply = { status: 429, headers: { "retry-after": "120" } };
  const { id, host } = await makeWatch(owner, { url: `${site.url}/busy`, schedule: { kind: "every", minutes: 5 } });
  await runNow(id);
  const { nextAt } = await db().watchHost.findUniqueOrThrow({ where: { host } });
  expect(nextAt.getTime() - Date.now()).toBeGreaterThan(110_000);
  const asked = site.asked.length;
  await pool().query("UPDATE watches SET next_run_at = now() WHERE id = $1", [id]);
  await visitHost({ host }, { id: "2", number: 1, last: false, signal: new AbortController().signal });
  expect(site.asked).toHaveLength(asked);
});

test("is kept out by a robots.txt, which is read before anything else", async () => {
  const owner = await makeMember();
  site.robots = "User-agent: throng\nDisallow: /secret\n";
  site.reply = { body: feedOf([{ id: "1", title: "One" }]) };
  const { id, host } = await makeWatch(owner, { url: `${site.url}/secret/feed` });
  await pool().query("UPDATE watch_hosts SET robots_at = NULL WHERE host = $1", [host]);
  await pool().query("UPDATE watch_hosts SET next_at = now() - interval '1 second' WHERE host = $1", [host]);
  const attempt = { id: "3", number: 1, last: false, signal: new AbortController().signal };
  await visitHost({ host }, attempt);
  expect(await runNow(id)).toMatchObject({ outcome: "failed", reason: "robots" });
  expect(site.asked).toEqual([]);
  await pool().query("UPDATE watch_hosts SET robots = NULL WHERE host = $1", [host]);
});

test("follows a permanent redirect once it has held for a week, and keeps what it knows", async () => {
  const owner = await makeMember();
  const body = feedOf([{ id: "1", title: "One" }]);
  site.reply = { "/": {}, "/old": { status: 301, headers: { location: "/new" } }, "/new": { body } };
  const { id } = await makeWatch(owner, { url: `${site.url}/old` });
  await runNow(id);
  await runNow(id);
  expect((await getWatch(memberCtx(owner), { watchId: id })).url).toBe(`${site.url}/old`);
  await pool().query("UPDATE watch_sources SET moved_at = now() - interval '8 days', body_hash = 'x' WHERE url = $1", [
    `${site.url}/old`,
  ]);
  await runNow(id);
  expect((await getWatch(memberCtx(owner), { watchId: id })).url).toBe(`${site.url}/new`);
  expect(await runNow(id)).toMatchObject({ outcome: "ok", fresh: 0, found: 1 });
  expect(await notices(owner.id)).toEqual(["“Kettles” has moved"]);
});

test("knows a listing again whose source gave it another id, and which had the id of others for a while", async () => {
  const owner = await makeMember();
  const item = (guid: string, n: number) =>
    `<item><guid isPermaLink="false">${guid}</guid><title>Item ${n}</title><link>https://yard.example/${n}</link></item>`;
  const feed = (...guids: string[]) => ({
    body: `<rss version="2.0"><channel><title>Yard</title>${guids.map((guid, n) => item(guid, n)).join("")}</channel></rss>`,
  });
  site.reply = feed("a", "b");
  const { id } = await makeWatch(owner, { url: `${site.url}/renamed` });
  await runNow(id);
  for (const guids of [
    ["same", "same"],
    ["a", "b"],
    ["c", "d"],
  ]) {
    site.reply = feed(...guids);
    expect(await runNow(id)).toMatchObject({ outcome: "ok", found: 2, fresh: 0, changed: 0, gone: 0 });
  }
  expect((await listingsOf(id)).map(({ key }) => key)).toEqual(["id:c", "id:d"]);
});

test("keeps the address through temporary redirects, and through one that leads to no feed", async () => {
  const owner = await makeMember();
  const body = feedOf([{ id: "1", title: "One" }]);
  site.reply = { "/": {}, "/temp": { status: 302, headers: { location: "/elsewhere" } }, "/elsewhere": { body } };
  const { id } = await makeWatch(owner, { url: `${site.url}/temp` });
  await runNow(id);
  site.reply = {
    "/": {},
    "/temp": { status: 301, headers: { location: "/repairs" } },
    "/repairs": { body: "<title>Repairs</title>" },
  };
  expect(await runNow(id)).toMatchObject({ outcome: "failed", url: `${site.url}/repairs` });
  expect(await db().watchSource.findUniqueOrThrow({ where: { url: `${site.url}/temp` } })).toMatchObject({
    movedTo: null,
  });
});

test("runs each due watch once, however many visit at the same moment", async () => {
  const owner = await makeMember();
  site.reply = { body: feedOf([{ id: "1", title: "One" }]) };
  const { id, host } = await makeWatch(owner, { url: `${site.url}/once` });
  await freeHost(host);
  const visit = (job: number) =>
    visitHost({ host }, { id: `9${job}`, number: 1, last: false, signal: new AbortController().signal });
  await Promise.all([1, 2, 3, 4].map(visit));
  expect(site.asked).toHaveLength(1);
  expect(await db().watchRun.count({ where: { watchId: id } })).toBe(1);
});
