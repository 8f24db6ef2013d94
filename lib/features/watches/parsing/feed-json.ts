import { type JsonFeed, parseJsonFeed } from "feedsmith";
import type { JsonValue } from "jsonpath-rfc9535";
import type { Found } from "./drafts";
import { htmlToText, imageInHtml } from "./html-text";
import { ParseError } from "./parse-error";
import { resolveImage, resolveUrl } from "./urls";

const VERSION = "https://jsonfeed.org/version/1.1";

/**
 * The rows of a JSON Feed of any version. Titles are text as they stand.
 * @throws ParseError not_a_feed
 */
export function jsonFeedRows(
  value: JsonValue,
  url: string,
  maxItems: number,
): {
  feed: JsonFeed.Feed<string>;
  found: Found[];
} {
  if (!isJsonFeed(value)) throw new ParseError("not_a_feed");
  const feed = parseJsonFeed({ ...value, version: VERSION }, { maxItems });
  const found = (feed.items ?? []).map((item): Found => {
    const link = resolveUrl(item.url, url) ?? resolveUrl(item.external_url, url);
    const html = item.content_html ?? "";
    const attached = item.attachments?.find(({ mime_type }) => mime_type?.startsWith("image/"))?.url;
    return {
      id: item.id ?? item.url ?? item.external_url,
      title: item.title,
      link,
      text: item.content_text || htmlToText(html) || item.summary,
      image:
        resolveImage(item.image ?? item.banner_image ?? attached, url, url) ?? imageInHtml(html, { base: url, url }),
      date: item.date_published ?? item.date_modified,
    };
  });
  return { feed, found };
}

type Items = { items: JsonValue[] };

const isJsonFeed = (value: JsonValue): value is Items =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Array.isArray(value.items);

const ITEM_KEYS = ["content_text", "content_html", "date_published", "external_url"];

/** Whether a value is meant as a JSON Feed: it says so, or its items have what only those of such feeds have. */
export function seemsJsonFeed(value: JsonValue): boolean {
  if (!isJsonFeed(value)) return false;
  if ("version" in value && String(value.version).includes("jsonfeed.org")) return true;
  return value.items.some((item) => typeof item === "object" && item !== null && ITEM_KEYS.some((key) => key in item));
}
