import { type Element, isText } from "domhandler";
import { marksOf, stableId } from "./class-names";
import { childElements, elementsOf, isInline, type Page, parentElement } from "./dom";
import { areAlike } from "./row-shape";

/** Selectors for rows of one kind, and the elements they find. */
export type RowSet = { list?: string; rows: string; elements: Element[] };

const CLIMB_MAX = 4;
/** How many rows are compared to see whether they are of a kind. */
const SAMPLE = 100;

/** Selectors that find all rows of the kind of one, in the list that it stands in, and in lists like it beside that. */
export function rowSet(page: Page, row: Element, others: Element[] = []): RowSet | null {
  const list = listOf(page, row, others);
  if (list === null) return null;
  const [best] = wrapped(row)
    .flatMap((one) => candidatesFor(one, list, row).map((selector) => ({ one, selector })))
    .map(({ one, selector }, order) => ({ one, selector, order, elements: elementsIn(page, list, selector) }))
    .filter(({ one, elements }) => elements.includes(one) && others.every((other) => isAmong(page, other, elements)))
    .map((found) => ({ ...found, score: scoreOf(found.one, found.selector, found.elements) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score || a.order - b.order);
  if (best === undefined) return null;
  const { selector, elements } = best;
  const named = listSelector(page, list);
  if (named === null) return { rows: selector.replace(/^> /, ""), elements };
  // Where only its place names the list, nobody can say that it is there and empty.
  const isStrong = /[#.[]/.test(named);
  if (isStrong) return { list: named, rows: selector, elements };
  const isEnough = /[.[]/.test(selector) && page.$(selector.replace(/^> /, "")).length === elements.length;
  return { rows: isEnough ? selector.replace(/^> /, "") : `${named} ${selector}`, elements };
}

/** What a selector finds in a list. Asked for from the list itself, its children would be compared with each other. */
function elementsIn({ $ }: Page, list: Element, selector: string): Element[] {
  const isChild = selector.startsWith("> ");
  const found = elementsOf($(selector.replace(/^> /, "")));
  return found.filter((element) => (isChild ? element.parent === list : isInside(element, list)));
}

function isInside(element: Element, outer: Element): boolean {
  const parent = parentElement(element);
  return parent !== null && (parent === outer || isInside(parent, outer));
}

/** An element and what it only wraps: a column of a grid and the card in it. */
function wrapped(row: Element): Element[] {
  const [child, ...more] = childElements(row);
  const hasText = row.children.some((node) => isText(node) && node.data.trim() !== "");
  return child === undefined || more.length > 0 || hasText || isInline(child) ? [row] : [row, ...wrapped(child)];
}

const isAmong = ({ $ }: Page, row: Element, elements: Element[]): boolean =>
  elements.includes(row) || elementsOf($(row).find("*")).some((inner) => elements.includes(inner));

/** What holds the rows: the parent, or the parent of several such parents. */
function listOf({ $ }: Page, row: Element, others: Element[]): Element | null {
  let list = parentElement(row);
  for (let step = 0; list !== null && step < CLIMB_MAX; step += 1) {
    const holder: Element | null = parentElement(list);
    const current: Element = list;
    const isMissing = others.some((other) => !elementsOf($(other).parents()).includes(current));
    const alike = holder ? childElements(holder).filter((one) => one !== current && areAlike(current, one)) : [];
    const areLists =
      holder !== null &&
      holder.name !== "html" &&
      alike.some((one) => childElements(one).some((child) => areAlike(row, child)));
    if (!isMissing && !areLists) return list;
    list = holder;
  }
  return list;
}

function candidatesFor(row: Element, list: Element, outer: Element): string[] {
  // What is wrapped is found by a mark of its own, or not at all.
  if (row !== outer) return marksOf(row);
  const tag = row.name === "tr" ? "tr:has(td)" : row.name;
  if (row.parent === list) return [...marksOf(row), `> ${tag}`];
  const parent = parentElement(row);
  const marks = parent ? marksOf(parent) : [];
  const outers = marks.length > 0 ? marks : [parent?.name ?? "*"];
  return [...marksOf(row), ...outers.map((one) => `${one} > ${tag}`)];
}

/** What has no mark finds what stands among the rows too: it must find a third more of the kind to be better. */
const UNMARKED = 0.75;

/** Many of the kind, and few others. */
function scoreOf(row: Element, selector: string, elements: Element[]): number {
  const sample = elements.slice(0, SAMPLE);
  const alike = sample.filter((element) => areAlike(row, element)).length;
  const share = (2 * alike - sample.length) / Math.max(1, sample.length);
  const score = share * elements.length;
  return /[.[]/.test(selector) ? score : score * UNMARKED;
}

/** A selector that finds this one element: by a mark of its own, or by its place below what has one. Null for the body. */
function listSelector(page: Page, list: Element): string | null {
  if (list.name === "body" || list.name === "html") return null;
  const isOnly = (selector: string): boolean => {
    const found = page.$(selector);
    return found.length === 1 && found[0] === list;
  };
  const marks = marksOf(list);
  const pairs = marks.flatMap((mark) => marks.map((other) => mark + other.slice(list.name.length)));
  const marked = [...idOf(list), ...marks, ...pairs.filter((pair) => pair.includes("."))].find(isOnly);
  if (marked !== undefined) return marked;
  const parent = parentElement(list);
  const outer = parent && (listSelector(page, parent) ?? "body");
  const inner = [...marks, list.name, `${list.name}:nth-of-type(${placeOf(list)})`].map((one) => `${outer} > ${one}`);
  const placed = outer === null ? undefined : inner.find(isOnly);
  // The shorter way, when neither names anything.
  return isOnly(list.name) && !/[#.[]/.test(placed ?? "") ? list.name : (placed ?? null);
}

const idOf = (element: Element): string[] => {
  const id = stableId(element);
  return id === undefined ? [] : [`#${id}`];
};

/** The place of an element among those of its tag, from 1. */
export function placeOf(element: Element): number {
  const siblings = parentElement(element);
  return siblings
    ? childElements(siblings)
        .filter(({ name }) => name === element.name)
        .indexOf(element) + 1
    : 1;
}
