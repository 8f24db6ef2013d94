import type { Cheerio } from "cheerio";
import type { AnyNode, Element } from "domhandler";
import { readAvailability } from "./availability";
import { isBlocked, needsJavaScript } from "./blocked";
import { allInside, elementsOf, isBeside, lineOf, loadPage, type Page, parentElement, rawText, titleOf } from "./dom";
import { capRows, type Found, note, toParsed } from "./drafts";
import { imageOf, imageUrl } from "./images";
import { ParseError } from "./parse-error";
import { priceOf, priceText } from "./price-markup";
import { commonNotation, readPrice } from "./prices";
import { type Finder, finderOf } from "./row-finder";
import { FIELDS, type Field, type Hints, type Note, type Parsed, type Recipe } from "./types";
import { resolveUrl } from "./urls";

type HtmlRecipe = Extract<Recipe, { kind: "html" }>;

/**
 * The rows of a page by CSS selectors.
 * @throws ParseError blocked, needs_javascript, list_missing, bad_selector, too_deep
 */
export function parseHtml(html: string, url: string, recipe: HtmlRecipe, hints: Hints, notes: Note[]): Parsed {
  const page = loadPage(html, url);
  if (isBlocked(page) && !hasRows(page, recipe)) throw new ParseError("blocked");
  return rowsOf(page, recipe, hints, notes);
}

/**
 * As `parseHtml`, of a page that is a tree already; `most` rows of it, when only some are wanted.
 * @throws ParseError needs_javascript, list_missing, bad_selector
 */
export function rowsOf(
  page: Page,
  recipe: HtmlRecipe,
  hints: Hints,
  notes: Note[] = [],
  most = Number.POSITIVE_INFINITY,
): Parsed {
  const rows = findRows(page, recipe).slice(0, most);
  const language = hints.language ?? page.language ?? undefined;
  const finders = findersOf(page, recipe);
  const picked = capRows(rows, notes).map((row) => pickFields(row, finders));
  const notation = hints.notation ?? commonNotation(picked.flatMap(({ priceText: text }) => text ?? []));
  const known = { ...hints, language, notation };
  const found = picked.map((one) => readRow(page, one, recipe, known, notes));
  const parsed = toParsed({ title: titleOf(page), language: page.language, found, notes }, known);
  return notation === undefined ? parsed : { ...parsed, notation };
}

/** The elements that a recipe takes as rows; none where the list is there and empty. */
export function findRows(page: Page, { list, rows }: Pick<HtmlRecipe, "list" | "rows">): Element[] {
  const $root = page.$(page.root);
  const isListAway = list !== undefined && select($root, list).length === 0;
  const found = isListAway ? [] : elementsOf(select($root, list === undefined ? rows : within(list, rows)));
  // Without a list nobody knows whether it is empty or away.
  const isAway = isListAway || (list === undefined && found.length === 0);
  if (isAway) throw new ParseError(needsJavaScript(page) ? "needs_javascript" : "list_missing", list ?? rows);
  return found;
}

/** Whether a page has a list: the one row that a recipe takes of a whole page is none. */
function hasRows(page: Page, recipe: HtmlRecipe): boolean {
  try {
    return findRows(page, recipe).length > 1;
  } catch {
    return false;
  }
}

/** One selector for rows in a list. Asked for from the list itself, its children would be compared with each other. */
function within(list: string, rows: string): string {
  const [, combinator = "", rest = ""] = /^\s*([>+~])?\s*(.*)$/s.exec(rows) ?? [];
  return `:is(${list}) ${combinator} :is(${rest})`;
}

/** @throws ParseError bad_selector */
function select($from: Cheerio<AnyNode>, selector: string): Cheerio<AnyNode> {
  try {
    return $from.find(selector);
  } catch {
    throw new ParseError("bad_selector", selector);
  }
}

/** A row, the elements of its fields, and what its price is read from. */
type Picked = { row: Element; elements: Partial<Record<Field, Element | null>>; priceText?: string };

const findersOf = (page: Page, { fields }: HtmlRecipe): [Field, Finder][] =>
  FIELDS.flatMap((field) => {
    const selector = fields[field]?.selector;
    return selector === undefined ? [] : [[field, finderOf(page, selector)]];
  });

function pickFields(row: Element, finders: [Field, Finder][]): Picked {
  const elements: Picked["elements"] = {};
  for (const [field, find] of finders) elements[field] = find(row);
  return { row, elements, ...(elements.price && { priceText: priceText(elements.price) }) };
}

const LINE_FIELDS = ["title", "id", "date"] as const;

function readRow(page: Page, picked: Picked, { fields }: HtmlRecipe, hints: Hints, notes: Note[]): Found {
  const { row, elements } = picked;
  const written = (field: Field): string | null => {
    const attribute = fields[field]?.attribute;
    return attribute === undefined ? null : (elements[field]?.attribs[attribute] ?? null);
  };
  const found: Found = {};
  for (const field of LINE_FIELDS) {
    const element = elements[field];
    found[field] = written(field) ?? (element && (field === "date" ? dateText(element) : lineOf(element)));
  }
  const { text, image, price, availability } = elements;
  found.text = written("text") ?? (text && rawText(text, { skip: isBeside }));
  found.link = fields.link ? linkOf(page, elements.link ?? null, written("link")) : linkOf(page, row);
  found.image = written("image") ? imageUrl(page, written("image")) : image && imageOf(page, image);
  const asked = written("price");
  found.price = asked ? readPrice(asked, hints) : price && priceOf(page, price, hints, picked.priceText);
  if (price && found.price === null && lineOf(price) !== "") note(notes, "price_unread", lineOf(price, {}, 60));
  const said = written("availability") ?? (availability && lineOf(availability, { skip: isBeside }, 4_000));
  found.availability = said ? readAvailability(said) : null;
  return found;
}

const dateText = (element: Element): string => element.attribs.datetime || element.attribs.content || lineOf(element);

/** Where an element leads: itself, what it stands in, or the first link that it holds. */
function linkOf({ base }: Page, element: Element | null, written: string | null = null): string | null {
  if (element === null || written !== null) return resolveUrl(written, base);
  for (let one: Element | null = element; one !== null; one = parentElement(one)) {
    const isLink = (one.name === "a" || one.name === "area") && one.attribs.href !== undefined;
    if (isLink) return resolveUrl(one.attribs.href, base);
  }
  for (const link of allInside(element, ({ name }) => name === "a")) {
    const url = resolveUrl(link.attribs.href, base);
    if (url !== null) return url;
  }
  return null;
}
