import { randomBytes } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { makeMember } from "@/lib/core/testing/members";
import { pool } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { watches } from "./feature";
import type { Filters } from "./filter-schemas";
import type { Recipe } from "./recipe-schemas";
import { feedOf, listingsOf, makeWatch, PAGE_RECIPE, runNow } from "./testing/sources";

overrideEnv({ RATE_LIMITS: "scraper=100000/1m", SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();

const MB = 1024 * 1024;
const XML = { "content-type": "application/rss+xml" };
const HTML = { "content-type": "text/html" };

const entities = `<!DOCTYPE rss [<!ENTITY a "${"ha".repeat(50)}">${[..."bcdefghij"]
  .map((name, index) => `<!ENTITY ${name} "${`&${"abcdefghij"[index]};`.repeat(10)}">`)
  .join("")}]>`;
const bomb = (bytes: number) => Buffer.concat(Array.from({ length: bytes / MB }, () => Buffer.alloc(MB, 32)));

/** What a hostile server does, by path. */
const HOSTILE: Record<string, RequestListener> = {
  "/gzip-bomb": (_req, res) => res.writeHead(200, { ...HTML, "content-encoding": "gzip" }).end(gzipSync(bomb(64 * MB))),
  "/brotli-bomb": (_req, res) =>
    res.writeHead(200, { ...HTML, "content-encoding": "br" }).end(brotliCompressSync(bomb(64 * MB))),
  "/endless": (_req, res) => {
    res.writeHead(200, HTML);
    const more = () => {
      while (!res.destroyed && res.write(randomBytes(64 * 1024)));
    };
    res.on("drain", more);
    more();
  },
  "/drop-by-drop": (_req, res) => {
    res.writeHead(200, HTML).write("<html>");
    const timer = setInterval(() => res.write(" "), 1_000);
    res.on("close", () => clearInterval(timer));
  },
  "/loop": (_req, res) => res.writeHead(302, { location: "/pool" }).end(),
  "/pool": (_req, res) => res.writeHead(302, { location: "/loop" }).end(),
  "/nodes": (_req, res) => res.writeHead(200, HTML).end(`<ul id="list">${"<b>".repeat(600_000)}`),
  "/deep": (_req, res) => res.writeHead(200, HTML).end("<div>".repeat(390_000)),
  "/attributes": (_req, res) =>
    res.writeHead(200, HTML).end(`<p ${Array.from({ length: 80_000 }, (_, index) => `a${index}=""`).join(" ")}>`),
  "/entities": (_req, res) =>
    res
      .writeHead(200, XML)
      .end(`${entities}<rss><channel><title>t</title><item><title>&j;</title></item></channel></rss>`),
  "/deep-xml": (_req, res) => res.writeHead(200, XML).end(`<rss><channel>${"<a>".repeat(300_000)}`),
  "/deep-json": (_req, res) => res.writeHead(200, { "content-type": "application/json" }).end("[".repeat(900_000)),
  "/regex": (_req, res) => res.writeHead(200, XML).end(feedOf([{ id: "1", title: `${"a".repeat(200)}!` }])),
  "/jsonpath": (_req, res) =>
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify([{ t: `${"a".repeat(40)}!` }])),
};

const server = createServer((req, res) => {
  res.on("error", () => undefined);
  const answer = HOSTILE[req.url ?? ""];
  if (answer) answer(req, res);
  else res.writeHead(req.url === "/robots.txt" ? 404 : 200, XML).end(feedOf([{ id: "1", title: "A calm one" }]));
});
let port = 0;
beforeAll(async () => {
  installFeatures([watches]);
  overrideEnv({ FETCH_ALLOW: ["127.0.0.0/8"] });
  await new Promise<void>((done) => server.listen(0, "0.0.0.0", done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const FEED: Recipe = { kind: "feed" };
const JSON_BOMB: Recipe = { kind: "json", rows: '$[?search(@.t, "(a+)+$")]', fields: { title: "$.t" } };

test.each<[string, Recipe, string[], Partial<Filters>?]>([
  ["/gzip-bomb", PAGE_RECIPE, ["too_large"]],
  ["/brotli-bomb", PAGE_RECIPE, ["too_large"]],
  ["/endless", PAGE_RECIPE, ["too_large"]],
  ["/drop-by-drop", PAGE_RECIPE, ["timeout"]],
  ["/loop", PAGE_RECIPE, ["loop", "redirects"]],
  ["/nodes", PAGE_RECIPE, ["too_deep", "too_slow", "too_much_memory"]],
  ["/deep", PAGE_RECIPE, ["too_deep", "too_slow", "too_much_memory"]],
  ["/attributes", PAGE_RECIPE, ["list_missing", "too_slow", "too_much_memory"]],
  ["/entities", FEED, ["not_recognised", "ok"]],
  ["/deep-xml", FEED, ["too_deep", "cut_off", "not_a_feed", "not_recognised", "too_slow", "too_much_memory"]],
  ["/deep-json", FEED, ["too_deep", "cut_off", "not_a_feed", "not_json", "not_recognised"]],
  ["/regex", FEED, ["bad_pattern"], { pattern: "(a+)+$" }],
  ["/jsonpath", JSON_BOMB, ["too_slow", "bad_path"]],
])("is not held up by %s, notes why, and others run meanwhile", async (path, recipe, reasons, filters = {}) => {
  const [owner, other] = [await makeMember(), await makeMember()];
  const hostile = await makeWatch(owner, { url: `http://127.0.0.2:${port}${path}`, recipe, filters });
  const calm = await makeWatch(other, { url: `http://127.0.0.3:${port}/calm-of${path}` });
  const attacked = runNow(hostile.id);
  await delay(50);
  expect(await runNow(calm.id)).toMatchObject({ outcome: "ok", found: 1 });
  const { reason, outcome } = await attacked;
  expect(reasons).toContain(reason ?? outcome);
  const texts = (await listingsOf(hostile.id)).map(({ title, text }) => title.length + text.length);
  expect(Math.max(0, ...texts)).toBeLessThan(5_000);
  await pool().query("UPDATE watches SET next_run_at = NULL, state = 'stopped'");
});
