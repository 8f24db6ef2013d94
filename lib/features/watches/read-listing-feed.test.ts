import { parseAtomFeed, parseFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SessionMember } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import { route } from "@/lib/core/http/route";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db, pool } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { createListingFeed } from "./create-listing-feed";
import { deleteListingFeed } from "./delete-listing-feed";
import { listListingFeeds } from "./list-listing-feeds";
import { listingParts } from "./listing-parts";
import { feedRoute } from "./listing-routes";
import { feedSecret } from "./listing-secrets";
import { plantListing, plantWatch } from "./testing/listings";

testDatabase();
beforeAll(() => {
  installFeatures([{ name: "watches", limits: listingParts.limits }]);
  overrideEnv({ PUBLIC_URL: "https://throng.example" });
});

const GET = route(feedRoute);
let ips = 0;
let ip = "";
beforeEach(() => void (ip = `198.51.100.${++ips}`));

function read(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const secret = path.replace("/api/v1/feeds/", "");
  const request = new Request(`https://throng.example${path}`, { headers: { "x-throng-ip": ip, ...headers } });
  return GET(request, { params: Promise.resolve({ secret }) });
}

async function makeFeed(who?: SessionMember, asked: object = {}) {
  const ann = who ?? (await makeMember());
  return { ann, ...(await createListingFeed(memberCtx(ann), { name: "Cameras & more", ...asked })) };
}

describe("a feed", () => {
  test("is made, listed and ended by its owner alone", async () => {
    const [ann, bea] = await makeMembers(2);
    const watchId = await plantWatch(ann);
    const { id: feedId, path } = await createListingFeed(memberCtx(ann), { name: "Mine", watchId, q: "leica" });
    const other = await createListingFeed(memberCtx(ann), { name: "Other" });
    const first = await listListingFeeds(memberCtx(ann), { limit: 1 });
    expect(first.items).toEqual([other]);
    const second = await listListingFeeds(memberCtx(ann), { limit: 1, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({
      items: [{ id: feedId, name: "Mine", path, watchId, readAt: null }],
      nextCursor: null,
    });
    expect((await listListingFeeds(memberCtx(bea), {})).items).toEqual([]);
    expect(await refusalOf(deleteListingFeed(memberCtx(bea), { feedId }))).toBe("not_found");
    expect(await refusalOf(createListingFeed(memberCtx(bea), { name: "Theirs", watchId }))).toBe("not_found");
    expect((await read(path)).status).toBe(200);
    await deleteListingFeed(memberCtx(ann), { feedId });
    expect((await read(path)).status).toBe(404);
    expect(await refusalOf(deleteListingFeed(memberCtx(ann), { feedId }))).toBe("not_found");
  });

  test("is one of at most twenty, however they are made", async () => {
    const ann = await makeMember();
    const made = Array.from({ length: 25 }, () => refusalOf(createListingFeed(memberCtx(ann), { name: "One more" })));
    const codes = await Promise.all(made);
    expect(codes.filter((code) => code === "ok")).toHaveLength(20);
    expect(codes.filter((code) => code === "conflict")).toHaveLength(5);
  });

  test.each([{ name: "" }, { name: "x", sort: "found" }, { name: "x", cursor: "x" }, { name: "a\u0000" }])(
    "refuses %j",
    async (input) => {
      const attempt = createListingFeed(memberCtx(await makeMember()), input);
      expect(await refusalOf(attempt)).toBe("invalid_input");
    },
  );

  test("remembers when it was read", async () => {
    const { ann, path } = await makeFeed();
    await read(path);
    expect((await listListingFeeds(memberCtx(ann), {})).items).toMatchObject([{ readAt: expect.any(String) }]);
  });
});

describe("what a feed reader reads", () => {
  const NASTY = "Tom & <b>Jerry</b> ]]> \u0000\u000b\ufffe\ud800 “quoted” 😀 <![CDATA[x]]>";
  const CLEAN = "Tom & <b>Jerry</b> ]]>  “quoted” 😀 <![CDATA[x]]>";

  async function nastyFeed() {
    const ann = await makeMember();
    const watchId = await plantWatch(ann, "Shop & Co");
    // The database holds no U+0000 and no half characters.
    const stored = NASTY.replace("\u0000", "").replace("\ud800", "");
    const image = "https://cdn.example/a.png";
    const link = "https://shop.example/?a=1&b=<2>";
    const first = await plantListing(ann, watchId, {
      title: stored,
      text: `${stored}\nsecond line`,
      price: "9.5",
      link,
      image,
    });
    const second = await plantListing(ann, watchId, { title: "Tripod" });
    const feed = await createListingFeed(memberCtx(ann), { name: "Cameras & <more>" });
    return { first, second, feed, link };
  }

  test("is RSS 2.0, which reads back as what was found, the newest first", async () => {
    const { feed, first, second, link } = await nastyFeed();
    const answer = await read(feed.path);
    expect(answer.headers.get("content-type")).toBe("application/rss+xml; charset=utf-8");
    const text = await answer.text();
    for (const forbidden of ["\u0000", "\u000b", "\ufffe"]) expect(text).not.toContain(forbidden);
    const parsed = parseRssFeed(text);
    expect(parsed).toMatchObject({ title: "Cameras & <more>", link: "https://throng.example/listings" });
    expect(parsed.items).toMatchObject([
      { title: "Tripod", link: `https://throng.example/listings/${second}`, guid: { value: `urn:uuid:${second}` } },
      {
        title: CLEAN,
        link,
        guid: { value: `urn:uuid:${first}`, isPermaLink: false },
        categories: [{ name: "Shop & Co" }],
      },
    ]);
    const item = parsed.items?.[1];
    expect(item?.description).toContain("<p>€9.50</p><p>Tom &amp; &lt;b&gt;Jerry");
    expect(item?.description).toContain("<br>second line</p>");
    expect(item?.media?.thumbnails?.[0]?.url).toMatch(/^https:\/\/throng\.example\/api\/v1\/images\/[\w-]+$/);
    expect(Date.parse(String(item?.pubDate))).toBeGreaterThan(0);
  });

  test("is Atom or JSON where the URL says so", async () => {
    const { feed, first, link } = await nastyFeed();
    const atomAnswer = await read(`${feed.path}.atom`);
    expect(atomAnswer.headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    const atom = parseAtomFeed(await atomAnswer.text());
    expect(atom).toMatchObject({
      id: `urn:uuid:${feed.id}`,
      links: [{ href: `https://throng.example${feed.path}.atom` }, {}],
    });
    expect(atom.entries?.[1]).toMatchObject({
      id: `urn:uuid:${first}`,
      title: { value: CLEAN },
      links: [{ href: link }],
    });
    const jsonAnswer = await read(`${feed.path}.json`);
    expect(jsonAnswer.headers.get("content-type")).toBe("application/feed+json; charset=utf-8");
    const json = parseJsonFeed(await jsonAnswer.json());
    expect(json.items?.[1]).toMatchObject({ id: `urn:uuid:${first}`, url: link, title: CLEAN });
    expect(json.items?.[1]?.content_text).toBe(`€9.50\n\n${CLEAN}\nsecond line`);
    for (const form of ["", ".rss", ".atom", ".json"]) {
      expect(parseFeed(await (await read(feed.path + form)).text()).feed).toBeDefined();
    }
  });

  test("is valid when nothing was found yet", async () => {
    const { path } = await makeFeed();
    expect(parseRssFeed(await (await read(path)).text()).title).toBe("Cameras & more");
    expect(parseAtomFeed(await (await read(`${path}.atom`)).text()).id).toBeDefined();
    expect(await (await read(`${path}.json`)).json()).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      items: [],
    });
  });

  test("holds the newest fifty of what was asked for, and nothing of others", async () => {
    const [ann, bea] = await makeMembers(2);
    const watchId = await plantWatch(ann);
    for (let at = 0; at < 55; at++) await plantListing(ann, watchId, { title: `Camera ${at}`, price: "5" });
    await plantListing(ann, watchId, { title: "Camera, hidden", price: "5", hiddenAt: "2026-11-20T00:00:00Z" });
    await plantListing(ann, await plantWatch(ann), { title: "Camera elsewhere", price: "5" });
    await plantListing(bea, await plantWatch(bea), { title: "Camera of Bea's", price: "5" });
    const { path } = await makeFeed(ann, { watchId, q: "camera", maxPrice: 5, inStock: false });
    const { items = [] } = parseRssFeed(await (await read(path)).text());
    expect(items.map(({ title }) => title)).toEqual(Array.from({ length: 50 }, (_, at) => `Camera ${54 - at}`));
  });

  test("is not sent again while nothing changed", async () => {
    const { ann, path } = await makeFeed();
    const watchId = await plantWatch(ann);
    await plantListing(ann, watchId);
    const first = await read(path);
    const etag = first.headers.get("etag") ?? "";
    const modified = first.headers.get("last-modified") ?? "";
    expect(first.headers.get("cache-control")).toBe("private, max-age=300");
    const again = await read(path, { "if-none-match": etag });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
    expect((await read(path, { "if-modified-since": modified })).status).toBe(304);
    expect((await read(`${path}.atom`, { "if-none-match": etag })).status).toBe(200);
    await plantListing(ann, watchId);
    const news = await read(path, { "if-none-match": etag, "if-modified-since": modified });
    expect([news.status, news.headers.get("etag") === etag]).toEqual([200, false]);
  });
});

describe("the secret of a feed", () => {
  test("ends with the account, and rests while it is deactivated", async () => {
    const { ann, path } = await makeFeed();
    await db().user.update({ where: { id: ann.id }, data: { deactivatedAt: new Date() } });
    expect((await read(path)).status).toBe(404);
    await db().user.update({ where: { id: ann.id }, data: { deactivatedAt: null } });
    expect((await read(path)).status).toBe(200);
    await pool().query("DELETE FROM users WHERE id = $1", [ann.id]);
    expect((await read(path)).status).toBe(404);
  });

  test("lets in sixty times an hour, whoever asks, and speaks against no IP", async () => {
    const [{ path }, other] = [await makeFeed(), await makeFeed()];
    const statuses: number[] = [];
    for (let at = 0; at < 62; at++) {
      ip = `203.0.113.${at}`;
      statuses.push((await read(path)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 200), 429, 429]);
    expect((await read(other.path)).status).toBe(200);
    const refused = await read(`${path}.atom`);
    expect(await refused.json()).toMatchObject({ code: "rate_limited", rateLimit: "feeds" });
    expect(refused.headers.get("ratelimit-policy")).toBe('"feeds";q=60;w=3600');
  });

  test("counts by IP when it is wrong, whatever it is, and the right ones are let in still", async () => {
    const { path } = await makeFeed();
    const statuses: number[] = [];
    for (let at = 0; at < 62; at++)
      statuses.push((await read(at % 2 ? "/api/v1/feeds/none" : `${path.slice(0, -1)}!`)).status);
    expect(statuses).toEqual([...Array.from({ length: 60 }, () => 404), 429, 429]);
    expect((await read(path)).status).toBe(200);
    ip = "203.0.113.200";
    expect((await read("/api/v1/feeds/none")).status).toBe(404);
  });

  test("of a feed that never was finds nothing", async () => {
    expect((await read(`/api/v1/feeds/${feedSecret(newId())}`)).status).toBe(404);
  });
});
