import { compareAmounts } from "./amounts";
import { isBlocked, needsJavaScript } from "./blocked";
import { loadPage, type Page, titleOf } from "./dom";
import { type Found, note, ROWS_MAX, toParsed } from "./drafts";
import { htmlToText } from "./html-text";
import { ParseError } from "./parse-error";
import { openGraph } from "./structured-graph";
import { isThing, jsonLdThings, microdataThings, type Thing, typesOf, valuesOf } from "./structured-nodes";
import { readOffers, textOf } from "./structured-offers";
import type { Hints, Note, Parsed } from "./types";
import { resolveImage, resolveUrl } from "./urls";

/** Kinds of schema.org that people look for; a list of them is read row by row. */
const KINDS =
  /^(?:Product\w*|IndividualProduct|SomeProducts|Vehicle|Car|Motorcycle|Book|Offer|AggregateOffer|RealEstateListing|Apartment|House|SingleFamilyResidence|Residence|Accommodation|Room|JobPosting|Event|\w+Event|Article|NewsArticle|BlogPosting|\w+Article|Course|Recipe|Movie|SoftwareApplication|VideoObject|DiscussionForumPosting|Place|LocalBusiness|Restaurant|Hotel|Trip|Service)$/;
const LISTS =
  /^(?:ItemList|OfferCatalog|SearchResultsPage|CollectionPage|DataFeed|Blog|WebPage|ItemPage|ProductCollection)$/;

/**
 * The rows of the data that a page carries for machines.
 * @throws ParseError blocked, needs_javascript, no_structured_data, too_deep
 */
export function parseStructured(html: string, url: string, hints: Hints, notes: Note[]): Parsed {
  const page = loadPage(html, url);
  if (isBlocked(page)) throw new ParseError("blocked");
  return structuredRows(page, hints, notes);
}

/**
 * As `parseStructured`, of a page that is a tree already.
 * @throws ParseError needs_javascript, no_structured_data
 */
export function structuredRows(page: Page, hints: Hints, notes: Note[] = []): Parsed {
  const spoken = { ...hints, language: hints.language ?? page.language ?? undefined };
  const linked = listed(jsonLdThings(page));
  const marked = listed(microdataThings(page));
  const readAll = ({ things }: Listed) => things.slice(0, ROWS_MAX + 1).map((thing) => readThing(thing, page, spoken));
  const found = merge(readAll(linked), readAll(marked), notes);
  const graph = openGraph(page, spoken);
  if (found.length === 0 && graph?.price) found.push(graph);
  else if (found.length === 0 && !linked.hasList && !marked.hasList) {
    if (graph === null) throw new ParseError(needsJavaScript(page) ? "needs_javascript" : "no_structured_data");
    found.push(graph);
  } else if (found.length === 1 && graph) fill(found, graph);
  return toParsed({ title: titleOf(page), language: page.language, found, notes }, spoken);
}

type Listed = { things: Thing[]; hasList: boolean };

/** The things that are rows: those of lists, or else those that stand for themselves. */
function listed(tops: Thing[]): Listed {
  const inLists = tops.flatMap((top) => itemsOf(top, 0) ?? []);
  const hasList = tops.some((top) => itemsOf(top, 0) !== null);
  const mains = tops.flatMap((top) => valuesOf(top, "mainEntity").filter(isThing));
  const single = [...tops, ...mains].filter(isRow);
  return { things: inLists.length > 0 ? inLists : single, hasList };
}

const isRow = (thing: Thing): boolean => typesOf(thing).some((type) => KINDS.test(type));

/** The items of a list, in lists and the main part of pages too; null when it is none. */
function itemsOf(thing: Thing, depth: number): Thing[] | null {
  if (depth > 4) return null;
  const inner = valuesOf(thing, "itemListElement", "dataFeedElement", "blogPost");
  const isList = thing.itemListElement !== undefined || typesOf(thing).includes("ItemList");
  if (inner.length > 0 || isList) {
    return typesOf(thing).includes("BreadcrumbList") ? null : inner.map(itemOf).filter((item) => item !== null);
  }
  if (!typesOf(thing).some((type) => LISTS.test(type))) return null;
  const found = valuesOf(thing, "mainEntity", "hasPart", "itemOffered")
    .filter(isThing)
    .map((part) => itemsOf(part, depth + 1))
    .filter((items) => items !== null);
  return found.length > 0 ? found.flat() : null;
}

function itemOf(item: unknown): Thing | null {
  if (typeof item === "string") return { url: item };
  if (!isThing(item)) return null;
  const inner = valuesOf(item, "item")[0];
  if (isThing(inner)) return { ...item, ...inner };
  return typeof inner === "string" ? { ...item, url: inner } : item;
}

function readThing(thing: Thing, page: Page, hints: Hints): Found {
  const text = (...names: string[]) => textOf(valuesOf(thing, ...names)[0]);
  const offered = valuesOf(thing, "itemOffered").find(isThing);
  const url =
    text("url") ??
    textOf(
      valuesOf(thing, "offers")
        .filter(isThing)
        .flatMap((offer) => valuesOf(offer, "url"))[0],
    );
  const about = text("mainEntityOfPage") ?? (/^https?:/.test(text("@id") ?? "") ? text("@id") : null);
  return {
    id: text("sku", "productID", "gtin13", "gtin", "mpn", "identifier"),
    title: htmlToText(text("name", "headline", "title") ?? (offered && textOf(offered.name)) ?? ""),
    link: resolveUrl(url ?? about, page.base),
    text: htmlToText(text("description", "abstract", "articleBody") ?? ""),
    image: resolveImage(text("image", "thumbnailUrl", "photo"), page.base, page.url),
    ...readOffers(thing, hints),
    date: text("datePublished", "datePosted", "startDate", "releaseDate", "uploadDate", "dateCreated"),
  };
}

/** The same thing said twice, in JSON-LD and in microdata, is one row; what the first leaves out the second says. */
function merge(first: Found[], second: Found[], notes: Note[]): Found[] {
  const rows = [...first];
  const isOne = first.length === 1 && second.length === 1;
  for (const other of second) {
    const same = rows.findIndex(
      (row) => (isOne && row.title === other.title) || isSame(row, other) || (isOne && !other.title),
    );
    const row = rows[same];
    if (row === undefined) rows.push(other);
    else {
      const prices = [row.price, other.price].filter((price) => price !== null && price !== undefined);
      const [one, two] = prices;
      if (one && two && compareAmounts(one.amount, two.amount) !== 0)
        note(notes, "two_prices", `${one.amount}, ${two.amount}`);
      rows[same] = { ...other, ...definedOf(row) };
    }
  }
  return rows;
}

const isSame = (a: Found, b: Found): boolean =>
  (Boolean(a.id) && a.id === b.id) || (Boolean(a.link) && a.link === b.link) || (a.title === b.title && a.title !== "");

/** A row of a page about one thing takes what it lacks from what the page says of itself. */
function fill(rows: Found[], graph: Found): void {
  rows[0] = { ...graph, ...definedOf(rows[0] ?? {}) };
}

const definedOf = (found: Found): Found =>
  Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== null && value !== undefined && value !== ""),
  );
