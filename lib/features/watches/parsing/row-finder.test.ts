import { expect, test } from "vitest";
import { allInside, elementsOf, loadPage } from "./dom";
import { finderOf } from "./row-finder";

const page = loadPage(
  `<body class="p"><div class="a"><p class="b"><i>1</i></p><div class="b a"><a href="/x" class="b"><i>2</i></a><i>3</i></div></div>
  <div><i class="a">4</i><i>5</i><template><p class="a"><i>6</i></p></template></div></body>`,
  "https://yard.example/",
);
const rows = allInside(page.root, () => true);

const SELECTORS = [
  ...["i", ".a i", ".p i", "div .b i", "> i", "> .b > i", ".b", "i, a", "*", "i:nth-of-type(2)", "div > :last-child"],
  ...["i:first", "a:eq(0)", ":not(i:first)", ":has(> i)", ":is(div .b) i", ":root i", ":scope > i", "+ i", "a ~ i"],
];

test.each(SELECTORS)("finds what Cheerio finds first for %s, in each of rows that stand in each other", (selector) => {
  const find = finderOf(page, selector);
  for (const row of rows) expect(find(row)).toBe(elementsOf(page.$(row).find(selector))[0] ?? null);
});

test("takes the row itself for no selector, and refuses what is none", () => {
  const [row] = allInside(page.root, ({ name }) => name === "div");
  if (row === undefined) throw new Error("The page has no row.");
  expect(finderOf(page, "")(row)).toBe(row);
  expect(() => finderOf(page, "i[[")(row)).toThrow(expect.objectContaining({ reason: "bad_selector", detail: "i[[" }));
});
