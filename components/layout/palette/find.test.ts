import { expect, test } from "vitest";
import { findCommands, type Group } from "./find";

const page = (label: string, more: { note?: string; keywords?: string } = {}) => ({
  label,
  href: `/${label}`,
  ...more,
});

const groups: Group[] = [
  { value: "Gardens", items: [page("Rose garden"), page("Garden of Æsop"), page("Überlingen")] },
  {
    value: "Pages",
    items: [page("Security", { note: "Settings" }), page("Gates"), page("Dark", { keywords: "theme" })],
  },
];

const found = (query: string) =>
  findCommands(groups, query).map(({ value, items }) => [value, ...items.map((item) => item.label)]);

test("shows everything in its order while nothing is asked for", () => {
  expect(found(" ")).toEqual([
    ["Gardens", "Rose garden", "Garden of Æsop", "Überlingen"],
    ["Pages", "Security", "Gates", "Dark"],
  ]);
});

test("puts what begins with the words before what holds them", () => {
  expect(found("garden")).toEqual([["Gardens", "Garden of Æsop", "Rose garden"]]);
  expect(found("ga")).toEqual([
    ["Gardens", "Garden of Æsop", "Rose garden"],
    ["Pages", "Gates"],
  ]);
  expect(found("rk")).toEqual([["Pages", "Dark"]]);
});

test("finds by every word in any order, by notes and keywords, without case and accents", () => {
  expect(found("GARDEN rose")).toEqual([["Gardens", "Rose garden"]]);
  expect(found("settings")).toEqual([["Pages", "Security"]]);
  expect(found("theme dark")).toEqual([["Pages", "Dark"]]);
  expect(found("uber")).toEqual([["Gardens", "Überlingen"]]);
  expect(found("rose theme")).toEqual([]);
});

test("puts the group with the best one first", () => {
  expect(found("s").map(([value]) => value)).toEqual(["Pages", "Gardens"]);
  expect(found("d").map(([value]) => value)).toEqual(["Pages", "Gardens"]);
});

test("shows eight of a group at most", () => {
  const many = [{ value: "Many", items: Array.from({ length: 20 }, (_, index) => page(`Bed ${index}`)) }];
  expect(findCommands(many, "bed")[0]?.items).toHaveLength(8);
});
