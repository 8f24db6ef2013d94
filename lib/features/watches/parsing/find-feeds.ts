import { elementsOf, lineOf, type Page } from "./dom";
import type { FoundFeed } from "./types";
import { resolveUrl } from "./urls";

const TYPES = /^(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|application\/json|(?:application|text)\/xml)$/i;
/** Where feeds usually are, when the page names none. */
const USUAL = ["/feed", "/rss", "/feed.xml", "/rss.xml", "/atom.xml", "/index.xml"];
const FEEDS_MAX = 20;

/** The feeds behind a page: those that it names, those that it links to, and otherwise usual places, as guesses. */
export function findFeeds(page: Page): FoundFeed[] {
  const { $, base, url } = page;
  const found = new Map<string, FoundFeed>();
  const add = (href: string | undefined, title: string | null, type: string | null): void => {
    const at = resolveUrl(href, base);
    if (at !== null && !found.has(at)) found.set(at, { url: at, title: title || null, type });
  };
  for (const { attribs } of elementsOf($("link[rel~='alternate' i][href]"))) {
    const type = attribs.type?.split(";")[0]?.trim() ?? "";
    // WordPress names its JSON API so, which is no feed.
    if (TYPES.test(type) && !/oembed|wp-json/.test(attribs.href ?? ""))
      add(attribs.href, attribs.title?.trim() ?? null, type);
  }
  for (const link of elementsOf($("a[href]"))) {
    const path = (link.attribs.href ?? "").replace(/[?#].*$/, "");
    if (/(?:^|[/.])(?:rss|atom|feed)(?:\.xml|\.json)?\/?$|\.(?:rss|atom|rdf)$/i.test(path))
      add(link.attribs.href, lineOf(link, {}, 100), null);
  }
  if (found.size === 0) {
    for (const path of USUAL) found.set(path, { url: new URL(path, url).href, title: null, type: null, guess: true });
  }
  return [...found.values()].slice(0, FEEDS_MAX);
}
