import { expect, test } from "vitest";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import { belongs, changedQuery, endpointOf, mayFit, pathOf } from "./listing-query";

const listing = (changes: Partial<Listing> = {}) =>
  ({ watchId: "w", price: "20.00", availability: null, newLowAt: null, hiddenAt: null, ...changes }) as Listing;

test("keeps only what is asked for in the URL", () => {
  const query = changedQuery({ q: "oak", show: "saved" }, { q: "", newLow: "true" });
  expect(pathOf("/listings", query)).toBe("/listings?show=saved&newLow=true");
  expect(pathOf("/listings", {})).toBe("/listings");
  expect(endpointOf({ view: "list", q: "oak" }, 24)).toBe("/listings?q=oak&limit=24");
});

test.each([
  [true, {}],
  [true, { watchId: "w", minPrice: "10", maxPrice: "20" }],
  [false, { watchId: "other" }],
  [false, { maxPrice: "19.99" }],
  [false, { show: "saved" }],
  [false, { inStock: "true" }],
  [false, { newLow: "true" }],
])("says %s to a new listing under %j", (fits, query) => {
  expect(mayFit(listing(), query)).toBe(fits);
});

test("a listing without a price fits no range", () => {
  expect(mayFit(listing({ price: null }), { minPrice: "0" })).toBe(false);
});

test("what is hidden leaves the list, except where it is looked for", () => {
  const hidden = listing({ hiddenAt: "2026-12-01T00:00:00Z" });
  expect(belongs(hidden, {})).toBe(false);
  expect(belongs(hidden, { show: "saved" })).toBe(true);
  expect(belongs(hidden, { show: "hidden" })).toBe(true);
  expect(belongs(listing(), { show: "hidden" })).toBe(false);
});
