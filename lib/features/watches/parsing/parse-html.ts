import type { Cheerio } from "cheerio";
import type { AnyNode, Element } from "domhandler";
import { readAvailability } from "./availability";
import { isBlocked, needsJavaScript } from "./blocked";
import { elementsOf, isBeside, lineOf, loadPage, type Page, rawText } from "./dom";
import { capRows, type Found, note, toParsed } from "./drafts";
import { imageOf, imageUrl } from "./images";
import { ParseError } from "./parse-error";
import { priceOf, priceText } from "./price-markup";
import { commonNotation, readPrice } from "./prices";
import type { Field, FieldPick, Hints, Note, Parsed, Recipe } from "./types";
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
  const kept = capRows(rows, notes);
  const notation = hints.notation ?? commonNotation(kept.flatMap((row) => pricesIn(page, row, recipe)));
  const known = { ...hints, language, notation };
  const found = kept.map((row) => readRow(page, row, recipe, known, notes));
  const title = page.$("title").first().text();
  const parsed = toParsed({ title, language: page.language, found, notes }, known);
  return notation === undefined ? parsed : { ...parsed, notation };
}

/** The elements that a recipe takes as rows; none where the list is there and empty. */
export function findRows(page: Page, { list, rows }: Pick<HtmlRecipe, "list" | "rows">): Element[] {
  const $root = page.$.root();
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

/** The element of a field; null when the row has none. */
function picked({ $ }: Page, row: Element, pick: FieldPick | undefined): Element | null {
  if (pick === undefined) return null;
  return pick.selector === "" ? row : (elementsOf(select($(row), pick.selector))[0] ?? null);
}

function pricesIn(page: Page, row: Element, { fields }: HtmlRecipe): string[] {
  const element = picked(page, row, fields.price);
  return element ? [priceText(element)] : [];
}

const LINE_FIELDS = ["title", "id", "date"] as const;

function readRow(page: Page, row: Element, { fields }: HtmlRecipe, hints: Hints, notes: Note[]): Found {
  const at = (field: Field) => picked(page, row, fields[field]);
  const written = (field: Field) => attributeOf(at(field), fields[field]);
  const found: Found = {};
  for (const field of LINE_FIELDS) {
    const element = at(field);
    found[field] = written(field) ?? (element && (field === "date" ? dateText(element) : lineOf(element)));
  }
  const text = at("text");
  found.text = written("text") ?? (text && rawText(text, { skip: isBeside }));
  found.link = fields.link ? linkOf(page, at("link"), written("link")) : linkOf(page, row);
  const image = at("image");
  found.image = written("image") ? imageUrl(page, written("image")) : image && imageOf(page, image);
  const price = at("price");
  found.price = written("price") ? readPrice(written("price") ?? "", hints) : price && priceOf(page, price, hints);
  if (price && found.price === null && lineOf(price) !== "") note(notes, "price_unread", lineOf(price, {}, 60));
  const availability = at("availability");
  const said = written("availability") ?? (availability && lineOf(availability, { skip: isBeside }, 4_000));
  found.availability = said ? readAvailability(said) : null;
  return found;
}

const attributeOf = (element: Element | null, pick: FieldPick | undefined): string | null =>
  pick?.attribute === undefined ? null : (element?.attribs[pick.attribute] ?? null);

const dateText = (element: Element): string => element.attribs.datetime || element.attribs.content || lineOf(element);

/** Where an element leads: itself, what it stands in, or the first link that it holds. */
function linkOf({ $, base }: Page, element: Element | null, written: string | null = null): string | null {
  if (element === null || written !== null) return resolveUrl(written, base);
  const around = $(element).closest("a[href], area[href]").attr("href");
  if (around !== undefined) return resolveUrl(around, base);
  for (const link of elementsOf($(element).find("a[href]"))) {
    const url = resolveUrl(link.attribs.href, base);
    if (url !== null) return url;
  }
  return null;
}
