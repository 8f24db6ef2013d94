import { expect, test } from "vitest";
import { Filters } from "./filter-schemas";
import { type Filtered, passes } from "./filters";

const NOW = new Date("2026-11-30T12:00:00Z");
const LAMP: Filtered = {
  ...{ title: "Käse-Lampe aus Ölpapier", text: "Nearly new. Überraschend hell.", price: "120.50" },
  ...{ availability: null, at: new Date("2026-11-28T12:00:00Z") },
};

const judge = (filters: object, listing: Partial<Filtered> = {}) =>
  passes(Filters.parse(filters), { ...LAMP, ...listing }, NOW);

test.each([
  [{}, true],
  [{ include: ["kaselampe", "käse"] }, true],
  [{ include: ["KASE"] }, true],
  [{ include: ["lamp"] }, true],
  [{ include: ["nearly NEW"] }, true],
  [{ include: ["chair"] }, false],
  [{ exclude: ["olpapier"] }, false],
  [{ include: ["lampe"], exclude: ["hell"] }, false],
  [{ maxPrice: 120.5 }, true],
  [{ maxPrice: 120 }, false],
  [{ minPrice: 121 }, false],
  [{ inStock: true }, true],
  [{ maxAgeDays: 2 }, true],
  [{ maxAgeDays: 1 }, false],
])("lets what fits %j pass: %s", (filters, expected) => {
  expect(judge(filters)).toBe(expected);
});

test("lets nothing without a price pass where one is asked for", () => {
  expect(judge({ minPrice: 0 }, { price: null })).toBe(false);
  expect(judge({}, { price: null })).toBe(true);
});

test("lets nothing pass that is sold out, where that is asked for", () => {
  expect(judge({ inStock: true }, { availability: "out" })).toBe(false);
  expect(judge({ inStock: true }, { availability: "in" })).toBe(true);
});

test("finds words of scripts without blanks", () => {
  expect(judge({ include: ["電灯"] }, { title: "古い電灯です" })).toBe(true);
  expect(judge({ exclude: ["ﾗﾝﾌﾟ"] }, { title: "ランプ" })).toBe(false);
});

test.each([
  [{ pattern: "(" }, "pattern"],
  [{ include: [" "] }, "include"],
  [{ minPrice: 5, maxPrice: 4 }, "maxPrice"],
  [{ include: Array.from({ length: 21 }, () => "x") }, "include"],
])("refuses %j by its field", (filters, field) => {
  expect(Filters.safeParse(filters).error?.issues[0]?.path[0]).toBe(field);
});
