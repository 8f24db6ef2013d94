import pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { SessionMember } from "@/lib/core/context";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { preparedLike, scansOf } from "@/lib/core/testing/plans";
import { pool } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { createListingFeed } from "./create-listing-feed";
import { deleteListingFeed } from "./delete-listing-feed";
import { exportListings } from "./export-listings";
import { getListing } from "./get-listing";
import { listListingFeeds } from "./list-listing-feeds";
import { listListings } from "./list-listings";
import { listPrices } from "./list-prices";
import { SORTS } from "./listing-schemas";
import { searchText } from "./listing-words";
import { readListingFeed } from "./read-listing-feed";
import { plantWatch } from "./testing/listings";
import { updateListing } from "./update-listing";

testDatabase();

const WATCHES = 200;
const LISTINGS = 500;
/** A page reads its rows, the few of the index that lead there, and the watch of each. */
const PAGE_BUFFERS = 400;

let owner: SessionMember;
let watchId: string;
let listingId: string;

/** Watches of four owners, each with as many listings that are all alike but for a number, a price and a time. */
beforeAll(async () => {
  overrideEnv({ DATABASE_POOL_SIZE: 1 });
  const owners = await makeMembers(4);
  [owner] = owners;
  for (let at = 0; at < WATCHES; at++) {
    const one = owners[at % owners.length] ?? owner;
    const id = await plantWatch(one, `Watch ${at}`);
    if (at === 0) watchId = id;
    const words = searchText(one.id, { title: "camera", text: "silver lens", note: "" });
    const rare = searchText(one.id, { title: "marigold", text: "", note: "" });
    await pool().query(
      `INSERT INTO listings (id, watch_id, owner_id, key, title, text, price, currency, found_at, changed_at, seen_at, saved_at, words)
       SELECT gen_random_uuid(), $1, $2, n::text, 'Camera ' || n, repeat('silver lens ', 50), nullif(n % 97, 0), 'EUR',
         now() - n * interval '1 minute', now() - (n * 7 % 500) * interval '1 minute', now(),
         CASE WHEN n % 100 = 0 THEN now() END, to_tsvector('simple', CASE WHEN n = 7 THEN $4 ELSE $3 END)
       FROM generate_series(1, ${LISTINGS}) n`,
      [id, one.id, words, rare],
    );
  }
  await pool().query(
    "INSERT INTO listing_prices (listing_id, at, price) SELECT id, found_at, price FROM listings WHERE price IS NOT NULL",
  );
  const { items } = await listListings(memberCtx(owner), { watchId });
  listingId = items[0]?.id ?? "";
  await pool().query("SELECT gin_clean_pending_list('listings_words_idx')");
  await pool().query("ANALYZE listings, listing_prices, watches");
}, 180_000);

const BOUNDS: Record<string, RegExp> = {
  "owner, found": /listings_owner_id_found_at_id_idx .*owner_id = \$1.*ROW\(found_at, id\) < ROW\(\$3, \$4\)/,
  "owner, changed": /listings_owner_id_changed_at_id_idx .*owner_id = \$1.*ROW\(changed_at, id\) < ROW\(\$3, \$4\)/,
  "owner, cheapest": /listings_owner_id_price_id_idx .*owner_id = \$1.*ROW\(price, id\) > ROW\(\$3, \$4\)/,
  "owner, dearest": /listings_owner_id_price_id_idx .*owner_id = \$1.*ROW\(price, id\) < ROW\(\$3, \$4\)/,
  "owner, cheapest, no price": /listings_owner_id_price_id_idx .*owner_id = \$1.*price IS NULL.*id > \$4/,
  "owner, dearest, no price": /listings_owner_id_price_id_idx .*owner_id = \$1.*price IS NULL.*id < \$4/,
  "watch, found": /listings_watch_id_found_at_id_idx .*watch_id = \(InitPlan.*ROW\(found_at, id\) < ROW\(\$3, \$4\)/,
  "watch, changed":
    /listings_watch_id_changed_at_id_idx .*watch_id = \(InitPlan.*ROW\(changed_at, id\) < ROW\(\$3, \$4\)/,
  "watch, cheapest": /listings_watch_id_price_id_idx .*watch_id = \(InitPlan.*ROW\(price, id\) > ROW\(\$3, \$4\)/,
  "watch, dearest": /listings_watch_id_price_id_idx .*watch_id = \(InitPlan.*ROW\(price, id\) < ROW\(\$3, \$4\)/,
  "watch, cheapest, no price": /listings_watch_id_price_id_idx .*watch_id = \(InitPlan.*price IS NULL.*id > \$4/,
  "watch, dearest, no price": /listings_watch_id_price_id_idx .*watch_id = \(InitPlan.*price IS NULL.*id < \$4/,
  saved: /listings_owner_id_saved_at_id_idx .*owner_id = \$1.*saved_at IS NOT NULL/,
  search: /listings_words_idx .*words @@ to_tsquery\('simple'::regconfig, \$15\)/,
};

/** Every statement once, so that the one connection has them all prepared. */
async function useAll(): Promise<void> {
  const ctx = memberCtx(owner);
  const everything = { limit: 100, show: "all", unmatched: true } as const;
  for (const sort of SORTS) {
    for (const base of [{}, { watchId }, { show: "saved" as const }, { q: "marigold" }, { q: "camera", watchId }]) {
      await listListings(ctx, { ...everything, sort, ...base, newLow: false });
      // Beyond the last price.
      await listListings(ctx, { ...everything, sort, ...base, newLow: true });
    }
  }
  await getListing(ctx, { listingId });
  await updateListing(ctx, { listingId, note: "mine" });
  await listPrices(ctx, { listingId });
  const feed = await createListingFeed(ctx, { name: "Mine", watchId });
  await listListingFeeds(ctx, {});
  await readListingFeed(ctx, { secret: feed.path.split("/").at(-1) ?? "" });
  await deleteListingFeed(ctx, { feedId: feed.id });
}

test("reaches rows by an index that the statement bounds", async () => {
  await useAll();
  const rows = await preparedLike("listings.", "feeds.");
  for (const { name, statement } of rows) {
    const scans = await scansOf(statement);
    expect({ name, scans: scans.filter((scan) => scan.endsWith("without bound")) }).toEqual({ name, scans: [] });
    const way = name.replace("listings.list, ", "");
    const bound = BOUNDS[way] ?? BOUNDS[way.split(",")[0] ?? ""];
    if (name.startsWith("listings.list, "))
      expect({ name, scans }).toEqual({
        name,
        scans: expect.arrayContaining([expect.stringMatching(bound ?? /none/)]),
      });
  }
  expect(rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["listings.one", "listings.lock", "listings.mark", "listings.prices", "listings.ownsWatch"]),
  );
  expect(rows.filter(({ name }) => name.startsWith("listings.list, "))).toHaveLength(24);
});

/** The most buffers that a statement reads which `use` runs, as the kept plan runs it with those values. */
async function buffersOf(use: () => Promise<unknown>): Promise<number> {
  const queries = vi.spyOn(pool(), "query");
  await use();
  const asked = queries.mock.calls.map(
    ([first]) => first as unknown as { name?: string; values: (string | number | boolean | null)[] },
  );
  vi.restoreAllMocks();
  let most = 0;
  for (const { name, values } of asked) {
    if (!name) continue;
    const literals = values.map((value) => (value === null ? "NULL" : pg.escapeLiteral(String(value))));
    const { rows } = await pool().query<{ "QUERY PLAN": { Plan: Record<string, number> }[] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE ${pg.escapeIdentifier(name)} (${literals.join(", ")})`,
    );
    const { Plan: plan = {} } = rows[0]?.["QUERY PLAN"][0] ?? {};
    most = Math.max(most, (plan["Shared Hit Blocks"] ?? 0) + (plan["Shared Read Blocks"] ?? 0));
  }
  return most;
}

describe("among many listings few pages of the database are read", () => {
  const ctx = () => memberCtx(owner);

  test.each(SORTS)("for a first page and a later one, sorted by %s", async (sort) => {
    for (const base of [{}, { watchId }]) {
      const first = await listListings(ctx(), { ...base, sort, limit: 19 });
      const cursor = first.nextCursor ?? "";
      expect(await buffersOf(() => listListings(ctx(), { ...base, sort, limit: 18 }))).toBeLessThan(PAGE_BUFFERS);
      expect(await buffersOf(() => listListings(ctx(), { ...base, sort, limit: 20, cursor }))).toBeLessThan(
        PAGE_BUFFERS,
      );
    }
  });

  test("for a word that few listings have, and the beginning of it", async () => {
    for (const q of ["marigold", "mari"]) {
      expect((await listListings(ctx(), { q, limit: 100 })).items).toHaveLength(WATCHES / 4);
      expect(await buffersOf(() => listListings(ctx(), { q, limit: 20 }))).toBeLessThan(PAGE_BUFFERS);
    }
  });

  test("for one listing, its prices, and what was saved of it", async () => {
    expect(await buffersOf(() => getListing(ctx(), { listingId }))).toBeLessThan(20);
    expect(await buffersOf(() => listPrices(ctx(), { listingId }))).toBeLessThan(20);
    const saved = await buffersOf(() => listListings(ctx(), { show: "saved", limit: 17 }));
    expect(saved).toBeLessThan(3 * PAGE_BUFFERS);
  });

  test("for an export, page by page", async () => {
    const { parts } = await exportListings(ctx(), { watchId, format: "json" });
    const buffers = await buffersOf(async () => {
      for await (const _ of parts);
    });
    // Every listing of the watch, with its text.
    expect(buffers).toBeLessThan(3 * LISTINGS);
    expect(await buffersOf(() => listListings(ctx(), { watchId: newId() }).catch(() => undefined))).toBeLessThan(20);
  });
});
