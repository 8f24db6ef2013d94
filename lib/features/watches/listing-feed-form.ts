import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith";
import type { Listing } from "./listing-schemas";
import type { FeedForm } from "./listing-secrets";
import { priceWords } from "./words";

/** How much of a listing's text a feed tells, in characters. */
const TEXT_MAX = 4_000;

/** A feed as it is told: `base` is this instance's own URL, `url` that of the feed. */
export type ToldFeed = { id: string; name: string; base: string; url: string; updatedAt: Date; listings: Listing[] };

type Item = {
  id: string;
  title: string;
  link: string;
  text: string;
  html: string;
  image: string | undefined;
  watch: string;
  foundAt: Date;
  changedAt: Date;
};

/** Writes a feed in one of its forms. */
export const writeFeed: Record<FeedForm, (feed: ToldFeed) => string> = { rss, atom, json };

export const FEED_TYPES: Record<FeedForm, string> = {
  rss: "application/rss+xml; charset=utf-8",
  atom: "application/atom+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
};

function rss(feed: ToldFeed): string {
  return generateRssFeed({
    title: clean(feed.name),
    link: `${feed.base}/listings`,
    description: `What was found for “${clean(feed.name)}”`,
    lastBuildDate: feed.updatedAt,
    generator: "Throng",
    ttl: 5,
    atom: { links: [{ href: feed.url, rel: "self", type: "application/rss+xml" }] },
    items: itemsOf(feed).map((item) => ({
      ...{ title: item.title, link: item.link, description: item.html, pubDate: item.foundAt },
      guid: { value: item.id, isPermaLink: false },
      categories: [{ name: item.watch }],
      ...mediaOf(item),
    })),
  });
}

function atom(feed: ToldFeed): string {
  return generateAtomFeed({
    id: idOf(feed.id),
    title: { value: clean(feed.name) },
    updated: feed.updatedAt,
    authors: [{ name: "Throng" }],
    links: [
      { href: feed.url, rel: "self", type: "application/atom+xml" },
      { href: `${feed.base}/listings`, rel: "alternate", type: "text/html" },
    ],
    entries: itemsOf(feed).map((item) => ({
      id: item.id,
      title: { value: item.title, type: "text" },
      content: { value: item.html, type: "html" },
      links: [{ href: item.link, rel: "alternate" }],
      categories: [{ term: item.watch }],
      published: item.foundAt,
      updated: item.changedAt,
      ...mediaOf(item),
    })),
  });
}

function json(feed: ToldFeed): string {
  const told = generateJsonFeed({
    title: clean(feed.name),
    home_page_url: `${feed.base}/listings`,
    feed_url: feed.url,
    items: itemsOf(feed).map((item) => ({
      ...{ id: item.id, url: item.link, title: item.title, content_text: item.text || item.title, image: item.image },
      ...{ tags: [item.watch], date_published: item.foundAt, date_modified: item.changedAt },
    })),
  });
  // The generator leaves an empty list out, which the form asks for.
  return JSON.stringify(Object.assign({ items: [] }, told));
}

const mediaOf = ({ image }: Item) => (image === undefined ? {} : { media: { thumbnails: [{ url: image }] } });

/** Stays the same however often a listing is told. */
const idOf = (id: string): string => `urn:uuid:${id}`;

const itemsOf = ({ listings, base }: ToldFeed): Item[] =>
  listings.map((listing) => {
    const facts = factsOf(listing);
    const text = clean(listing.text.slice(0, TEXT_MAX));
    return {
      id: idOf(listing.id),
      title: clean(listing.title) || clean(listing.watchName),
      link: clean(listing.link ?? `${base}/listings/${listing.id}`),
      text: [facts, text].filter(Boolean).join("\n\n"),
      html: [facts, text].filter(Boolean).map(paragraphOf).join(""),
      image: listing.image === null ? undefined : base + listing.image,
      watch: clean(listing.watchName),
      foundAt: new Date(listing.foundAt),
      changedAt: new Date(listing.changedAt),
    };
  });

const AVAILABILITY = { in: "in stock", out: "sold out" };

const factsOf = ({ price, currency, priceFrom, availability }: Listing): string => {
  const words = priceWords(price, currency);
  const facts = [priceFrom && words ? `from ${words}` : words, availability ? AVAILABILITY[availability] : ""];
  return facts.filter(Boolean).join(", ");
};

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Readers take descriptions for HTML: a text must not be any. */
const paragraphOf = (text: string): string =>
  `<p>${text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign).replaceAll("\n", "<br>")}</p>`;

/** A text without what no XML document can hold: control characters, halves of characters, what is none. */
const clean = (text: string): string =>
  text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "").trim();
