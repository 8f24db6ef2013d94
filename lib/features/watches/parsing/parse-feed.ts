import type { AnyFeed } from "feedsmith";
import { isBlocked } from "./blocked";
import { loadPage } from "./dom";
import { type Found, note, ROWS_MAX, toParsed } from "./drafts";
import { atomRows, plain } from "./feed-atom";
import { jsonFeedRows } from "./feed-json";
import { rdfRows, rssRows } from "./feed-rss";
import { priceInTitle, shopData } from "./feed-shop";
import { feedStart, readXmlFeed } from "./feed-text";
import { htmlToText } from "./html-text";
import { ParseError } from "./parse-error";
import { readJson } from "./parse-json";
import type { Hints, Note, Parsed } from "./types";

/** One more than is kept, so that it is known whether there are more. */
const ITEMS_MAX = ROWS_MAX + 1;

/**
 * The rows of a feed: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed.
 * @throws ParseError empty_body, not_a_feed, cut_off, blocked, too_deep
 */
export function parseFeed(text: string, url: string, hints: Hints, notes: Note[]): Parsed {
  const start = feedStart(text);
  if (start !== null) return parseXml(start, url, hints, notes);
  if (/^\s*[[{"]/.test(text)) return parseJsonFeed(text, url, hints, notes);
  if (isBlocked(loadPage(text, url))) throw new ParseError("blocked");
  throw new ParseError("not_a_feed");
}

function parseXml(start: string, url: string, hints: Hints, notes: Note[]): Parsed {
  const { feed, complete, text } = readXmlFeed(start, ITEMS_MAX);
  if (!complete) note(notes, "cut_off");
  const { title, language, found } = contentOf(feed, url);
  const spoken = { ...hints, language: hints.language ?? language ?? undefined };
  const shop = shopData(text, url, spoken);
  const rows = found.map((row, index) => withShop(row, shop.length >= found.length ? shop[index] : undefined, spoken));
  return toParsed({ title, language, found: rows, notes, complete }, hints);
}

type Content = { title: string | null; language: string | null; found: Found[] };

function contentOf({ format, feed }: AnyFeed, url: string): Content {
  switch (format) {
    case "atom":
      return { title: plain(feed.title), language: feed.xml?.lang ?? null, found: atomRows(feed, url) };
    case "rss":
      return { ...named(feed.title, feed.language ?? feed.xml?.lang), found: rssRows(feed, url) };
    case "rdf":
      return { ...named(feed.title, feed.dc?.languages?.[0]), found: rdfRows(feed, url) };
    case "json":
      throw new ParseError("not_a_feed");
  }
}

const named = (title: unknown, language: string | undefined): Pick<Content, "title" | "language"> => ({
  title: typeof title === "string" ? htmlToText(title) : null,
  language: language ?? null,
});

function withShop(row: Found, shop: ReturnType<typeof shopData>[number] | undefined, hints: Hints): Found {
  return {
    ...row,
    id: row.id ?? shop?.id,
    link: row.link ?? shop?.link,
    image: row.image ?? shop?.image,
    price: row.price ?? shop?.price ?? priceInTitle(row.title, hints),
    availability: shop?.availability,
  };
}

function parseJsonFeed(text: string, url: string, hints: Hints, notes: Note[]): Parsed {
  const { feed, found } = jsonFeedRows(readJson(text), url, ITEMS_MAX);
  const language = feed.language ?? null;
  const spoken = { ...hints, language: hints.language ?? language ?? undefined };
  const rows = found.map((row) => ({ ...row, price: priceInTitle(row.title, spoken) }));
  return toParsed({ title: feed.title ?? null, language, found: rows, notes }, hints);
}
