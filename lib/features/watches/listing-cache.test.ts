import { beforeEach, expect, test, vi } from "vitest";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { cacheStats } from "@/lib/kit/cache";
import { pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { autocommit } from "@/lib/kit/transact";
import { listListings } from "./list-listings";
import { dropListings } from "./listing-cache";
import { plantListing, plantWatch } from "./testing/listings";
import { updateListing } from "./update-listing";

testDatabase();
beforeEach(() => vi.restoreAllMocks());

test("a first page that was read is answered without the database", async () => {
  const [ann] = await makeMembers(1);
  await plantListing(ann, await plantWatch(ann));
  const first = await listListings(memberCtx(ann), {});
  const queries = vi.spyOn(pool(), "query");
  expect(await listListings(memberCtx(ann), {})).toEqual(first);
  expect(queries).not.toHaveBeenCalled();
  for (const asked of [{ limit: 5 }, { q: "listing" }, { sort: "changed" as const }, { unmatched: true }]) {
    queries.mockClear();
    await listListings(memberCtx(ann), asked);
    expect(queries).toHaveBeenCalled();
  }
});

test("further pages are always read", async () => {
  const [ann] = await makeMembers(1);
  const watchId = await plantWatch(ann);
  for (let at = 0; at < 3; at++) await plantListing(ann, watchId);
  const { nextCursor } = await listListings(memberCtx(ann), { limit: 1 });
  const queries = vi.spyOn(pool(), "query");
  for (const _ of [1, 2]) await listListings(memberCtx(ann), { limit: 1, cursor: nextCursor ?? "" });
  expect(queries).toHaveBeenCalledTimes(2);
});

test("a change is seen at once, and nobody else's pages are dropped for it", async () => {
  const [ann, bea] = await makeMembers(2);
  const listingId = await plantListing(ann, await plantWatch(ann), { title: "Ann's" });
  await plantListing(bea, await plantWatch(bea), { title: "Bea's" });
  const asked = [{}, { show: "saved" as const }, { q: "ann" }];
  for (const one of asked) await listListings(memberCtx(ann), one);
  const others = await listListings(memberCtx(bea), {});
  await updateListing(memberCtx(ann), { listingId, saved: true });
  for (const one of asked) {
    expect((await listListings(memberCtx(ann), one)).items).toMatchObject([
      { title: "Ann's", savedAt: expect.any(String) },
    ]);
  }
  const queries = vi.spyOn(pool(), "query");
  expect(await listListings(memberCtx(bea), {})).toEqual(others);
  expect(queries).not.toHaveBeenCalled();
});

test("no member ever gets what another asked for", async () => {
  const [ann, bea] = await makeMembers(2);
  const watchId = await plantWatch(ann);
  await plantListing(ann, watchId);
  for (const _ of [1, 2]) {
    expect((await listListings(memberCtx(ann), {})).items).toHaveLength(1);
    expect((await listListings(memberCtx(bea), {})).items).toEqual([]);
  }
});

test("a page that was being read while something changed is not kept", async () => {
  const [ann] = await makeMembers(1);
  const watchId = await plantWatch(ann);
  const reading = listListings(memberCtx(ann), {});
  await autocommit(async (_tx, afterCommit) => afterCommit((committed) => dropListings(committed, ann.id)));
  await reading;
  await plantListing(ann, watchId, { title: "late" });
  expect((await listListings(memberCtx(ann), {})).items).toMatchObject([{ title: "late" }]);
});

test("is a namespace of two minutes", () => {
  expect(cacheStats()).toContainEqual(expect.objectContaining({ name: "listings", ttlMs: 120_000, max: 2_000 }));
});
