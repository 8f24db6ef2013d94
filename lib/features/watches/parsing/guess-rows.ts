import type { Element } from "domhandler";
import { readDate } from "./dates";
import { childElements, elementsOf, isElement, isHidden, lineOf, type Page } from "./dom";
import { recipeFor } from "./pick-recipe";
import { priceOf } from "./price-markup";
import { type RowSet, rowSet } from "./row-selector";
import { alikeSiblings, richness, standsBeside } from "./row-shape";
import type { Field, Recipe } from "./types";

/** How many repeat at least, and how many kinds of rows are looked at closely. */
const REPEAT_MIN = 3;
const KINDS_MAX = 12;
const GUESSES_MAX = 3;

type Guess = { recipe: Recipe; set: RowSet };

/** Recipes for what repeats on a page, best first. */
export function guessRows(page: Page): Guess[] {
  const kinds = repeating(page)
    .map((row) => ({ row, score: scoreOf(page, row) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, KINDS_MAX);
  const guesses: (Guess & { score: number })[] = [];
  for (const { row } of kinds) {
    if (guesses.some(({ set }) => set.elements.includes(row))) continue;
    const set = rowSet(page, row);
    if (set === null || set.elements.length < REPEAT_MIN) continue;
    const fields = guessFields(page, fullest(page, set.elements));
    if (fields.title === undefined) continue;
    guesses.push({ recipe: recipeFor(page, set, fields), set, score: scoreOf(page, row, set.elements.length) });
  }
  const main = guesses.filter(({ set }) => set.elements.some((row) => !standsBeside(page, row)));
  return (main.length > 0 ? main : guesses).toSorted((a, b) => b.score - a.score).slice(0, GUESSES_MAX);
}

/** How many parents of one kind are looked into: those of a long list are all the same. */
const PARENTS_MAX = 3;

/** One element of each kind that stands several times in one parent. */
function repeating({ $ }: Page): Element[] {
  const found: Element[] = [];
  const looked = new Map<string, number>();
  const walk = (parent: Element): void => {
    const children = childElements(parent).filter((child) => !isHidden(child) && child.name !== "th");
    const seen = new Set<string>();
    for (const child of children) {
      const kind = kindOf(child);
      const isNew = children.length >= REPEAT_MIN && !seen.has(kind) && seen.size < 20;
      seen.add(kind);
      if (isNew && countUp(looked, `${kindOf(parent)} > ${kind}`) && alikeSiblings(child).length >= REPEAT_MIN)
        found.push(child);
      walk(child);
    }
  };
  for (const body of elementsOf($("body"))) walk(body);
  return found;
}

const kindOf = ({ name, attribs }: Element): string => `${name}.${attribs.class ?? ""}`;

/** Whether something was counted fewer times than matter. */
function countUp(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0;
  counts.set(key, count + 1);
  return count < PARENTS_MAX;
}

function scoreOf(page: Page, row: Element, count = alikeSiblings(row).length): number {
  const isLink = row.name === "a" || page.$(row).find("a[href]").length > 0;
  const text = lineOf(row, {}, 400).length;
  const size = Math.min(1, text / 60);
  return (
    Math.log2(count + 1) * (1 + richness(page, row)) * (isLink ? 1 : 0.5) * size * (standsBeside(page, row) ? 0.2 : 1)
  );
}

/** The row that shows most, of the first ones. */
const fullest = (page: Page, rows: Element[]): Element =>
  rows.slice(0, 10).toSorted((a, b) => richness(page, b) - richness(page, a))[0] as Element;

/** What in a row is its title, price and so on. */
function guessFields(page: Page, row: Element): Partial<Record<Field, Element>> {
  const { $ } = page;
  const first = (selector: string): Element | undefined =>
    elementsOf($(row).find(selector)).find((element) => lineOf(element).length > 2);
  const title =
    first("[itemprop='name']") ??
    first("h1, h2, h3, h4, h5, h6") ??
    first("[class*='title' i], [class*='headline' i], [data-testid*='title' i]") ??
    longest(elementsOf($(row).find("a[href]"))) ??
    first("strong, b") ??
    (row.name === "a" || lineOf(row).length < 200 ? (first("td, span, p, div") ?? row) : undefined);
  const fields: Partial<Record<Field, Element>> = { title };
  const image = elementsOf($(row).find("img"))[0];
  if (image) fields.image = image;
  const price = pricedElement(page, row);
  if (price) fields.price = price;
  const date =
    first("time") ??
    leaves(row).find((leaf) => lineOf(leaf).length <= 40 && /\d/.test(lineOf(leaf)) && isDate(leaf, page));
  if (date && date !== price) fields.date = date;
  const text = longest(elementsOf($(row).find("p, [class*='desc' i], [class*='teaser' i], [class*='summary' i]")));
  if (text && text !== title && text !== price && lineOf(text).length > 20) fields.text = text;
  return fields;
}

const isDate = (leaf: Element, { language }: Page): boolean =>
  readDate(lineOf(leaf), { language: language ?? undefined }) !== null;

const longest = (elements: Element[]): Element | undefined =>
  elements
    .map((element) => ({ element, length: lineOf(element).length }))
    .filter(({ length }) => length > 2)
    .toSorted((a, b) => b.length - a.length)[0]?.element;

/** The innermost elements that hold text. */
function leaves(row: Element): Element[] {
  const children = row.children.filter(isElement).filter((child) => !isHidden(child));
  return children.length === 0 ? [row] : children.flatMap(leaves);
}

/** The innermost element with a price of a currency; what is struck out is none. */
function pricedElement(page: Page, row: Element): Element | undefined {
  const hints = { language: page.language ?? undefined };
  const isPriced = (element: Element): boolean => Boolean(priceOf(page, element, hints)?.currency);
  const walk = (element: Element): Element | undefined => {
    if (isHidden(element) || /^(?:del|s|strike)$/.test(element.name) || !isPriced(element)) return undefined;
    for (const child of childElements(element)) {
      const inner = walk(child);
      if (inner) return inner;
    }
    return lineOf(element).length <= 80 ? element : undefined;
  };
  return childElements(row)
    .map(walk)
    .find((element) => element !== undefined);
}
