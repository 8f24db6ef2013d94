import { expect, test } from "vitest";
import type { z } from "zod";
import type { Member } from "@/lib/core/context";
import { makeMember, makeMembers, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { encodeCursor } from "@/lib/shared/page";
import { listListings } from "./list-listings";
import { type ListListingsInput, SORTS } from "./listing-schemas";
import { plantListing, plantWatch } from "./testing/listings";

testDatabase();

type Asked = z.input<typeof ListListingsInput>;

const titlesOf = async (who: Member, asked: Asked = {}) =>
  (await listListings(memberCtx(who), asked)).items.map(({ title }) => title);

async function allTitles(who: Member, asked: Asked): Promise<string[]> {
  const titles: string[] = [];
  for (let cursor: string | undefined | null; cursor !== null; ) {
    const page = await listListings(memberCtx(who), { ...asked, cursor });
    titles.push(...page.items.map(({ title }) => title));
    cursor = page.nextCursor;
  }
  return titles;
}

test("shows a listing as it is, with the name of its watch and the beginning of its text", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann, "Cameras");
  const image = "https://shop.example/a.png";
  const id = await plantListing(ann, watchId, {
    title: "Leica",
    text: "💡".repeat(400),
    price: "12.5",
    image,
    link: "https://shop.example/1",
  });
  const { items } = await listListings(memberCtx(ann), {});
  expect(items).toMatchObject([
    {
      ...{ id, watchId, watchName: "Cameras", title: "Leica", text: "💡".repeat(300), link: "https://shop.example/1" },
      ...{ price: "12.50", currency: "EUR", lowestPrice: "12.50", priceBefore: null, version: 1, note: "" },
      image: expect.stringMatching(/^\/api\/v1\/images\/[\w-]+$/),
    },
  ]);
});

test("each member has their own listings alone", async () => {
  const [ann, bea] = await makeMembers(2);
  const [own, others] = [await plantWatch(ann), await plantWatch(bea)];
  await plantListing(ann, own, { title: "Ann's" });
  await plantListing(bea, others, { title: "Bea's" });
  for (const asked of [{}, { q: "s" }, { show: "all" as const }, { sort: "cheapest" as const }]) {
    expect(await titlesOf(ann, asked)).toEqual(["Ann's"]);
  }
  expect(await titlesOf(ann, { watchId: own })).toEqual(["Ann's"]);
  for (const watchId of [others, newId()]) {
    for (const more of [{}, { q: "bea" }, { sort: "dearest" as const }, { show: "saved" as const }]) {
      expect(await refusalOf(listListings(memberCtx(ann), { watchId, ...more }))).toBe("not_found");
    }
  }
});

test("a token reads listings by its scope", async () => {
  const ann = await makeMember();
  expect(await refusalOf(listListings(tokenCtx(ann, ["rooms:read"]), {}))).toBe("forbidden");
  expect(await refusalOf(listListings(tokenCtx(ann, ["listings:read"]), {}))).toBe("ok");
});

test("shows what is open, saved, hidden or gone, and on demand what the filters left out", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  const at = "2026-11-20T00:00:00Z";
  await plantListing(ann, watchId, { title: "open" });
  await plantListing(ann, watchId, { title: "left out", matched: false });
  await plantListing(ann, watchId, { title: "gone", goneAt: at });
  await plantListing(ann, watchId, { title: "hidden", hiddenAt: at });
  await plantListing(ann, watchId, { title: "saved", savedAt: at });
  await plantListing(ann, watchId, { title: "saved once", savedAt: at, matched: false, goneAt: at });
  const shown = async (asked: Asked) => [await titlesOf(ann, asked), await titlesOf(ann, { ...asked, watchId })];
  const twice = (...titles: string[]) => [titles, titles];
  expect(await shown({})).toEqual(twice("saved", "open"));
  expect(await shown({ unmatched: true })).toEqual(twice("saved", "left out", "open"));
  expect(await shown({ show: "gone" })).toEqual(twice("gone"));
  expect(await shown({ show: "hidden" })).toEqual(twice("hidden"));
  expect(await shown({ show: "saved" })).toEqual(twice("saved once", "saved"));
  expect(await shown({ show: "all" })).toEqual(twice("saved", "hidden", "gone", "open"));
  expect(await shown({ show: "saved", q: "once" })).toEqual(twice("saved once"));
});

test("filters by price, currency, availability, age and new low", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  const foundAt = "2026-11-10T00:00:00Z";
  await plantListing(ann, watchId, { title: "5", price: "5", availability: "in", foundAt: "2026-11-09T00:00:00Z" });
  await plantListing(ann, watchId, { title: "10", price: "10", availability: "out", foundAt });
  await plantListing(ann, watchId, { title: "15 dollars", price: "15", currency: "USD", newLowAt: foundAt, foundAt });
  await plantListing(ann, watchId, { title: "priceless", foundAt: "2026-11-11T00:00:00Z" });
  const sets: [Asked, string[]][] = [
    [{ minPrice: 10 }, ["10", "15 dollars"]],
    [{ maxPrice: 10 }, ["10", "5"]],
    [{ minPrice: 5.01, maxPrice: 14.99 }, ["10"]],
    [{ currency: "USD" }, ["15 dollars"]],
    [{ inStock: true }, ["5"]],
    [{ since: foundAt }, ["10", "15 dollars", "priceless"]],
    [{ newLow: true }, ["15 dollars"]],
  ];
  for (const [asked, titles] of sets) {
    for (const sort of SORTS) {
      expect([asked, (await titlesOf(ann, { ...asked, sort })).toSorted()]).toEqual([asked, titles.toSorted()]);
      expect((await titlesOf(ann, { ...asked, sort, watchId })).toSorted()).toEqual(titles.toSorted());
    }
  }
});

test("takes its filters from a query string", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  await plantListing(ann, watchId, { title: "7", price: "7.50", availability: "in" });
  const asked = { minPrice: "7.5", maxPrice: "8", inStock: "true", unmatched: "0", newLow: "false", limit: "5" };
  expect(await titlesOf(ann, asked as Asked)).toEqual(["7"]);
});

const ORDERS: [(typeof SORTS)[number], string[]][] = [
  ["found", ["f", "e", "d", "c", "b", "a"]],
  ["changed", ["a", "b", "c", "f", "e", "d"]],
  ["cheapest", ["d", "a", "b", "e", "c", "f"]],
  ["dearest", ["e", "b", "a", "d", "f", "c"]],
];

test.each(ORDERS)("sorts by %s, through ties and page by page, each once", async (sort, expected) => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  const foundAt = "2026-11-10T00:00:00.123Z";
  const [late, early] = ["2026-11-12T00:00:00Z", "2026-11-11T00:00:00Z"];
  const rows: [string, string | null, string][] = [
    ["a", "20", "2026-11-14T00:00:00Z"],
    ["b", "20", "2026-11-13T00:00:00Z"],
    ["c", null, late],
    ["d", "9.99", early],
    ["e", "100", early],
    ["f", null, early],
  ];
  const ids = rows.map(() => newId()).toSorted();
  for (const [at, [title, price, changedAt]] of rows.entries()) {
    await plantListing(ann, watchId, { id: ids[at], title: `${title} x`, price, foundAt, changedAt });
  }
  const titles = expected.map((title) => `${title} x`);
  for (const limit of [1, 2, 3, 4, 6, 100]) {
    expect(await allTitles(ann, { sort, limit })).toEqual(titles);
    expect(await allTitles(ann, { sort, limit, watchId })).toEqual(titles);
    expect(await allTitles(ann, { sort, limit, q: "x" })).toEqual(titles);
  }
});

test("begins at the price that bounds the list", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  for (const price of ["1", "2", "2", "3", null]) await plantListing(ann, watchId, { title: String(price), price });
  expect(await allTitles(ann, { sort: "cheapest", minPrice: 2, limit: 1 })).toEqual(["2", "2", "3"]);
  expect(await allTitles(ann, { sort: "dearest", maxPrice: 2, limit: 1 })).toEqual(["2", "2", "1"]);
});

test("finds words of title, text and note in any script, and nothing by what is no word", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  await plantListing(ann, watchId, { title: "Crème brûlée", text: "für die Straße" });
  await plantListing(ann, watchId, { title: "东京塔咖啡机", note: "для кухни" });
  expect(await titlesOf(ann, { q: "creme BRU" })).toEqual(["Crème brûlée"]);
  expect(await titlesOf(ann, { q: "strasse" })).toEqual(["Crème brûlée"]);
  expect(await titlesOf(ann, { q: "咖啡" })).toEqual(["东京塔咖啡机"]);
  expect(await titlesOf(ann, { q: "кух", watchId })).toEqual(["东京塔咖啡机"]);
  expect(await titlesOf(ann, { q: "!!! %_" })).toEqual([]);
});

test.each([
  { cursor: "x" },
  { cursor: encodeCursor(["found", "2026-11-10T00:00:00Z"]) },
  { cursor: encodeCursor(["changed", "2026-11-10T00:00:00Z", newId()]) },
  { sort: "cheapest", cursor: encodeCursor(["cheapest", "NaN", newId()]) },
  { sort: "newest" },
  { show: "mine" },
  { limit: 0 },
  { currency: "eur" },
  { minPrice: "1e3" },
  { since: "0000-01-01T00:00:00Z" },
  { q: "x".repeat(121) },
  { owner: "x" },
])("refuses %j", async (asked) => {
  expect(await refusalOf(listListings(memberCtx(await makeMember()), asked as Asked))).toBe("invalid_input");
});
