import type { RdfFeed, RssFeed } from "feedsmith";
import type { Found } from "./drafts";
import { feedMedia } from "./feed-media";
import { htmlToText, imageInHtml } from "./html-text";
import { nestBase, resolveImage, resolveUrl } from "./urls";

type Item = RssFeed.Item<string>;

/** The rows of RSS 0.91 to 2.0. */
export function rssRows(feed: RssFeed.Feed<string>, url: string): Found[] {
  const outer = nestBase(url, feed.xml?.base);
  return (feed.items ?? []).map((item) => {
    const base = nestBase(outer, item.xml?.base);
    const media = feedMedia(item.media, base, url);
    const markup = item.content?.encoded || item.description || "";
    const id = text(item.guid?.value);
    return {
      id,
      title: htmlToText(item.title || item.media?.title?.value?.toString() || ""),
      link: linkOf(item, base),
      text: htmlToText(markup) || media.text,
      image:
        enclosedImage(item, base, url) ??
        media.image ??
        resolveImage(text(item.itunes?.image), base, url) ??
        imageInHtml(markup, { base, url }) ??
        imageInHtml(item.description ?? "", { base, url }),
      price: media.price,
      date:
        item.pubDate ?? item.dc?.dates?.[0] ?? item.dcterms?.dates?.[0] ?? item.atom?.published ?? item.atom?.updated,
    };
  });
}

/** The rows of RSS 0.90 and 1.0. */
export function rdfRows(feed: RdfFeed.Feed<string>, url: string): Found[] {
  const base = nestBase(url, feed.xml?.base);
  return (feed.items ?? []).map((item) => {
    const markup = item.content?.encoded || item.description || "";
    const media = feedMedia(item.media, base, url);
    return {
      id: item.rdf?.about ?? item.dc?.identifiers?.[0],
      title: htmlToText(item.title ?? ""),
      link: resolveUrl(item.link, base) ?? resolveUrl(item.rdf?.about, base),
      text: htmlToText(markup),
      image: media.image ?? imageInHtml(markup, { base, url }),
      date: item.dc?.dates?.[0] ?? item.dcterms?.dates?.[0],
    };
  });
}

/** The address of an item: its link, that of Atom inside it, or its guid when that is one. */
function linkOf({ link, guid, atom, comments }: Item, base: string): string | null {
  const alternate = atom?.links?.find(({ rel, href }) => href !== undefined && (rel ?? "alternate") === "alternate");
  const id = text(guid?.value) ?? "";
  const isAddress = guid?.isPermaLink !== false && /^https?:\/\//i.test(id);
  const page = resolveUrl(link, base) ?? resolveUrl(alternate?.href, base) ?? (isAddress ? resolveUrl(id, base) : null);
  return page ?? resolveUrl(comments, base);
}

function enclosedImage({ enclosures = [] }: Item, base: string, url: string): string | null {
  const image = enclosures.find(({ type, url: at }) =>
    type ? type.startsWith("image/") : /\.(?:jpe?g|png|webp|gif|avif)(?:\?|$)/i.test(String(at)),
  );
  return image ? resolveImage(text(image.url), base, url) : null;
}

/** A text of the library's types, which leave open whether it was there. */
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
