import { expect, test } from "vitest";
import { diffRows, hashOf, type Known } from "./diff-rows";
import type { Row } from "./parsing/types";

const row = (key: string, given: Partial<Row> = {}): Row => ({
  ...{ key, id: null, title: key, link: `https://yard.example/${key}`, text: "", image: null },
  ...{ price: null, availability: null, publishedAt: null, ...given },
});

const known = (key: string, given: Partial<Known> = {}): Known => ({
  ...{ id: key, key, title: key, link: `https://yard.example/${key}`, textHash: hashOf(""), image: null, price: null },
  ...{
    currency: null,
    priceBefore: null,
    lowestPrice: null,
    availability: null,
    missedRuns: 0,
    isGone: false,
    matched: true,
    ...given,
  },
});

const PAGE = { isFeed: false, isComplete: true };
const euro = (amount: string) => ({ amount, currency: "EUR" });
const costs = (price: string, lowestPrice = price, currency = "EUR") => known("a", { price, lowestPrice, currency });

const keysOf = (rows: { key: string }[]) => rows.map(({ key }) => key);

test("tells new, changed and untouched rows apart", () => {
  const { fresh, changed, refreshed, missed, gone } = diffRows(
    [known("a"), known("b", { title: "old" }), known("c", { image: "https://yard.example/old.png" })],
    [row("a"), row("b"), row("c", { image: "https://yard.example/new.png" }), row("d")],
    PAGE,
  );
  expect(keysOf(fresh)).toEqual(["d"]);
  expect(changed.map(({ known: { key } }) => key)).toEqual(["b"]);
  expect(refreshed.map(({ known: { key } }) => key)).toEqual(["c"]);
  expect([missed, gone]).toEqual([[], []]);
});

test("counts a row as gone when the third run in a row misses it", () => {
  const twice = diffRows([known("a", { missedRuns: 1 })], [], PAGE);
  expect([keysOf(twice.missed), keysOf(twice.gone)]).toEqual([["a"], []]);
  const thrice = diffRows([known("a", { missedRuns: 2 })], [], PAGE);
  expect([keysOf(thrice.missed), keysOf(thrice.gone)]).toEqual([[], ["a"]]);
});

test.each([
  ["a feed, whose items scroll off", { isFeed: true, isComplete: true }],
  ["a document that was cut off", { isFeed: false, isComplete: false }],
])("takes nothing for gone in %s", (_what, manner) => {
  const { missed, gone } = diffRows([known("a", { missedRuns: 2 })], [], manner);
  expect([missed, gone]).toEqual([[], []]);
});

test("tells of a row that came back, once", () => {
  const { changed } = diffRows(
    [known("a", { isGone: true }), known("b", { missedRuns: 2 })],
    [row("a"), row("b")],
    PAGE,
  );
  expect(changed.map(({ known: { key }, isBack }) => [key, isBack])).toEqual([["a", true]]);
});

test("warns when few of many are left", () => {
  const many = Array.from({ length: 200 }, (_, index) => known(`k${index}`));
  const { missed, notes } = diffRows(many, [row("k0"), row("k1"), row("k2")], PAGE);
  expect(missed).toHaveLength(197);
  expect(notes).toEqual([{ code: "few_left", detail: "3 of 200" }]);
  expect(diffRows(many.slice(0, 10), [row("k0")], PAGE).notes).toEqual([]);
});

test("knows a price that is lower than ever, and none that is not", () => {
  const lows = (before: Known, price: Row["price"]) =>
    diffRows([before], [row("a", { price })], PAGE).changed.map(({ isNewLow }) => isNewLow);
  expect(lows(costs("20"), euro("19.99"))).toEqual([true]);
  expect(lows(costs("20", "15"), euro("19.99"))).toEqual([false]);
  expect(lows(costs("20"), euro("20.00"))).toEqual([]);
  expect(lows(known("a"), euro("5"))).toEqual([false]);
});

test("compares no prices of different currencies", () => {
  const { changed, notes } = diffRows([costs("19")], [row("a", { price: { amount: "9", currency: "USD" } })], PAGE);
  expect(changed.map(({ isNewLow }) => isNewLow)).toEqual([false]);
  expect(notes).toEqual([{ code: "currency_changed", detail: "a" }]);
});

test.each([
  ["1234", "1.234"],
  ["1.234", "1234"],
])("takes a jump from %s to %s for another notation, and not for a new low", (before, after) => {
  const { changed, notes } = diffRows([costs(before)], [row("a", { price: euro(after) })], PAGE);
  expect(changed.map(({ isNewLow }) => isNewLow)).toEqual([false]);
  expect(notes).toEqual([{ code: "price_jump", detail: "a" }]);
});

test("takes silence about stock and price for no change", () => {
  const sold = known("a", { availability: "out", price: "5.0000", currency: "EUR", lowestPrice: "5" });
  expect(diffRows([sold], [row("a")], PAGE).changed).toEqual([]);
  const { changed } = diffRows([sold], [row("a", { availability: "in" })], PAGE);
  expect(changed.map(({ isRestocked }) => isRestocked)).toEqual([true]);
});
