import { type AnyFeed, parseFeed as readFeed } from "feedsmith";
import { DomUtils, parseDocument } from "htmlparser2";
import { ParseError } from "./parse-error";

/** How much may stand before the first element. */
const HEAD_MAX = 65_536;
/** In the prolog of a document: declarations with their entities are never read. */
const PROLOG = /^(?:[^<]|<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE(?:[^[>]|\[[\s\S]*?\]\s*(?=>))*>)*/i;
const ROOT = /^<(?:[\w.-]+:)?(rss|feed|rdf)(?=[\s>/])/i;
const ROOT_END = /<\/(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>/gi;
const ITEM_END = /<\/(?:[\w.-]+:)?(?:item|entry)\s*>/gi;

/** The document from the first element of a feed on; null when it is no feed of XML. */
export function feedStart(text: string): string | null {
  const start = PROLOG.exec(text.slice(0, HEAD_MAX))?.[0].length ?? 0;
  const rest = text.slice(start);
  return ROOT.test(rest) ? rest : null;
}

export type ReadFeed = { feed: AnyFeed; complete: boolean; text: string };

/**
 * Reads a feed of XML, from its first element on. One that ends too early is read to the end of its last complete item,
 * and one that is not well-formed as browsers would.
 * @throws ParseError cut_off, not_a_feed, too_deep
 */
export function readXmlFeed(start: string, maxItems: number): ReadFeed {
  const itemsEnd = lastEnd(start, ITEM_END);
  const complete = lastEnd(start, ROOT_END) >= Math.max(itemsEnd, 1);
  if (!complete && itemsEnd === 0) throw new ParseError("cut_off");
  const text = withoutLinkText(complete ? start : start.slice(0, itemsEnd));
  const feed = attempt(text, maxItems) ?? (itemsEnd > 0 ? attempt(wellFormed(text), maxItems) : null);
  if (feed === null) throw new ParseError("not_a_feed");
  return { feed, complete, text };
}

function lastEnd(text: string, pattern: RegExp): number {
  let end = 0;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

/** In Atom an address that stands as the text of a link is none. */
const withoutLinkText = (text: string): string =>
  /^<(?:[\w.-]+:)?feed/i.test(text)
    ? text.replace(/(<(?:[\w.-]+:)?link(?:\s[^<>]*)?)>[^<>]*<\/(?:[\w.-]+:)?link\s*>/gi, "$1/>")
    : text;

/** @throws ParseError too_deep */
function attempt(text: string, maxItems: number): AnyFeed | null {
  try {
    return readFeed(text, { maxItems });
  } catch (error) {
    const said = `${String(error)} ${error instanceof Error ? String(error.cause) : ""}`;
    if (/nested tags exceeded|call stack/i.test(said)) throw new ParseError("too_deep");
    return null;
  }
}

const AS_WRITTEN = { xmlMode: true, decodeEntities: false };

/** The document with every element closed. */
const wellFormed = (text: string): string => DomUtils.getOuterHTML(parseDocument(text, AS_WRITTEN), AS_WRITTEN);
