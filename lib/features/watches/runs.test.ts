import { beforeAll, beforeEach, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { db, pool } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { listingsChanged, watchChanged } from "./events";

import { watches } from "./feature";
import { getWatch } from "./get-watch";
import { feedOf, freeHost, listingsOf, makeWatch, PAGE_RECIPE, pageOf, runNow, testSite } from "./testing/sources";

import { visitHost } from "./visit-host";

overrideEnv({ RATE_LIMITS: "scraper=100000/1m", SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();
const site = testSite();
const heard = hearLive();
beforeAll(() => installFeatures([watches]));
beforeEach(async () => {
  site.start();
  site.asked.length = 0;
  site.robots = undefined;
  await pool().query("UPDATE watches SET next_run_at = NULL, state = 'stopped'");
});

const ROWS = [
  { id: 1, title: "Oak bench", price: "€ 120,00" },
  { id: 2, title: "Blue kettle", price: "€ 19,00" },
  { id: 3, title: "Garden rake", price: "€ 9,50" },
];
const notices = async (userId: string) =>
  (await db().notification.findMany({ where: { userId }, orderBy: { seq: "asc" } })).map(({ title }) => title);

test("stores what a first run finds, tells open pages, and takes it for no news", async () => {
  const owner = await makeMember();
  site.reply = { headers: { "content-type": "text/html" }, body: pageOf(ROWS) };
  const watch = await makeWatch(owner, { url: `${site.url}/first`, recipe: PAGE_RECIPE });
  expect(watch.status).toBe("due");
  const run = await runNow(watch.id);
  expect(run).toMatchObject({ outcome: "ok", found: 3, fresh: 3, changed: 0, gone: 0, status: 200, reason: null });
  expect((await listingsOf(watch.id)).map(({ title, price, currency }) => [title, Number(price), currency])).toEqual(
    expect.arrayContaining([
      ["Oak bench", 120, "EUR"],
      ["Blue kettle", 19, "EUR"],
      ["Garden rake", 9.5, "EUR"],
    ]),
  );
  expect(heard.on(watchChanged, { userId: owner.id }).at(-1)).toMatchObject({
    watch: { status: "waiting", listingCount: 3 },
    run: { new: 3 },
  });
  expect(heard.on(listingsChanged, { userId: owner.id })).toMatchObject([{ count: 3, listings: { length: 3 } }]);
  expect(await notices(owner.id)).toEqual([]);
});

test("tells of what is new, of a new low, and once of what is merged", async () => {
  const owner = await makeMember();
  site.reply = { body: pageOf(ROWS) };
  const { id } = await makeWatch(owner, { url: `${site.url}/news`, recipe: PAGE_RECIPE });
  await runNow(id);
  site.reply = { body: pageOf([...ROWS, { id: 4, title: "Tea pot", price: "€ 15,00" }]) };
  expect(await runNow(id)).toMatchObject({ fresh: 1, matched: 1 });
  expect(await notices(owner.id)).toEqual(["New in “Kettles” at €15"]);
  site.reply = { body: pageOf([{ ...ROWS[0], id: 1, title: "Oak bench", price: "€ 99,00" }, ...ROWS.slice(1)]) };
  expect(await runNow(id)).toMatchObject({ changed: 1, fresh: 0 });
  const merged = await db().notification.findMany({ where: { userId: owner.id } });
  expect(merged).toMatchObject([{ title: "New low in “Kettles”: €99", merged: 2, phrase: "finds in “Kettles”" }]);
  const bench = await db().listing.findFirstOrThrow({
    where: { watchId: id, title: "Oak bench" },
    include: { prices: true },
  });
  expect(bench.newLowAt).not.toBeNull();
  expect(bench.prices.map(({ price }) => Number(price)).sort((a, b) => a - b)).toEqual([99, 120]);
});

test("tells each time that a price falls to where the filters want it", async () => {
  const owner = await makeMember();
  const priced = (price: string) => ({ body: pageOf([{ id: 1, title: "Oak bench", price }]) });
  site.reply = priced("€ 310,00");
  const { id } = await makeWatch(owner, { url: `${site.url}/cheap`, recipe: PAGE_RECIPE, filters: { maxPrice: 290 } });
  await runNow(id);
  for (const price of ["€ 283,00", "€ 310,00", "€ 285,00"]) {
    site.reply = priced(price);
    await runNow(id);
  }
  const [told] = await db().notification.findMany({ where: { userId: owner.id } });
  expect(told).toMatchObject({ title: "Now what you look for in “Kettles”: €285", merged: 2 });
});

test("takes nothing for gone when nothing could be read, and an empty list for gone when it stays so", async () => {
  const owner = await makeMember();
  const { id } = await makeWatch(owner, { url: `${site.url}/gone`, recipe: PAGE_RECIPE });
  const replies = [
    { body: pageOf(ROWS) },
    { body: "<title>Down for repairs</title>" },
    { status: 429 },
    { body: "" },
    { body: pageOf(ROWS) },
  ];
  const runs = [];
  for (const reply of replies) {
    site.reply = reply;
    runs.push(await runNow(id));
  }
  expect(runs.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
    "ok",
    "list_missing",
    "asked_to_wait",
    "empty_body",
    "unchanged",
  ]);
  expect(runs.map(({ gone, back, fresh }) => [gone, back, fresh])).toEqual([
    [0, 0, 3],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(await getWatch(memberCtx(owner), { watchId: id })).toMatchObject({
    failures: 0,
    failure: null,
    status: "waiting",
  });
  site.reply = { body: pageOf([]) };
  const empty = [await runNow(id), await runNow(id), await runNow(id), await runNow(id)];
  expect(empty.map(({ outcome, gone }) => [outcome, gone])).toEqual([
    ["ok", 0],
    ["unchanged", 0],
    ["unchanged", 3],
    ["unchanged", 0],
  ]);
  site.reply = { body: pageOf(ROWS) };
  expect(await runNow(id)).toMatchObject({ back: 3, fresh: 0, changed: 0 });
});

test("tells of failures that last, waits longer after each, and tells when it works again", async () => {
  const owner = await makeMember();
  site.reply = { body: feedOf([{ id: "1", title: "One" }]) };
  const { id } = await makeWatch(owner, { url: `${site.url}/failing`, schedule: { kind: "every", minutes: 60 } });
  await runNow(id);
  site.reply = { status: 500 };
  for (let failures = 1; failures <= 4; failures++) {
    await runNow(id);
    expect(await getWatch(memberCtx(owner), { watchId: id })).toMatchObject({
      failures,
      failure: "server_failed",
      status: "failing",
    });
  }
  const { nextRunAt } = await getWatch(memberCtx(owner), { watchId: id });
  expect(Date.parse(nextRunAt ?? "") - Date.now()).toBeGreaterThan(7 * 3_600_000);
  expect(await notices(owner.id)).toEqual(["“Kettles” fails"]);
  site.reply = { body: feedOf([{ id: "1", title: "One" }]) };
  await runNow(id);
  expect(await notices(owner.id)).toEqual(["“Kettles” fails", "“Kettles” works again"]);
});

test("stops for good what the server says is gone, and tells its owner once", async () => {
  const owner = await makeMember();
  site.reply = { status: 410 };
  const { id } = await makeWatch(owner, { url: `${site.url}/410` });
  expect(await runNow(id)).toMatchObject({ outcome: "failed", reason: "gone" });
  expect(await getWatch(memberCtx(owner), { watchId: id })).toMatchObject({
    status: "stopped",
    stopReason: "gone",
    nextRunAt: null,
  });
  expect(await notices(owner.id)).toEqual(["“Kettles” was stopped"]);
});

test("stores nothing of a run whose watch its owner changed meanwhile", async () => {
  const owner = await makeMember();
  site.reply = { body: feedOf([{ id: "1", title: "One" }]) };
  const { id } = await makeWatch(owner, { url: `${site.url}/meanwhile` });
  const { host } = await db().watch.findUniqueOrThrow({ where: { id } });
  await freeHost(host);
  const { reply } = site;
  Object.defineProperty(site, "reply", {
    configurable: true,
    get() {
      Object.defineProperty(site, "reply", { value: reply, writable: true, configurable: true });
      void pool().query("UPDATE watches SET version = version + 1 WHERE id = $1", [id]);
      return reply;
    },
  });
  await visitHost({ host }, { id: "5", number: 1, last: false, signal: new AbortController().signal });
  expect(await db().listing.count({ where: { watchId: id } })).toBe(0);
});
