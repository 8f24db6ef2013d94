import type { AtomFeed } from "feedsmith";
import type { Found } from "./drafts";
import { feedMedia } from "./feed-media";
import { htmlToText, imageInHtml } from "./html-text";
import { nestBase, resolveImage, resolveUrl } from "./urls";

type Entry = AtomFeed.Entry<string>;
type Text = { value?: string; type?: string };

/** The rows of an Atom feed; each link is resolved against the bases around it. */
export function atomRows(feed: AtomFeed.Feed<string>, url: string): Found[] {
  const outer = nestBase(url, feed.xml?.base);
  return (feed.entries ?? []).map((entry) => {
    const base = nestBase(outer, entry.xml?.base);
    const contentBase = nestBase(base, entry.content?.xml?.base);
    const content = entry.content?.value ?? "";
    return {
      id: entry.id,
      title: plain(entry.title),
      link: linkOf(entry, base),
      text: plain(entry.content) || plain(entry.summary) || feedMedia(entry.media, base, url).text,
      image:
        enclosedImage(entry, base, url) ??
        feedMedia(entry.media, base, url).image ??
        imageInHtml(content, { base: contentBase, url }) ??
        imageInHtml(entry.summary?.value ?? "", { base, url }),
      date: entry.published ?? entry.updated,
    };
  });
}

/** RFC 4287: text is as it is written; what names no type is often markup all the same. */
export const plain = (text: Text | undefined): string =>
  text?.type === "text" ? (text.value ?? "") : htmlToText(text?.value ?? "");

/** The page of an entry among its links; its id when that is the address of one. */
function linkOf({ links = [], id }: Entry, base: string): string | null {
  const alternates = links.filter(
    ({ rel, href }) => href !== undefined && (rel ?? "alternate").toLowerCase() === "alternate",
  );
  const page = alternates.find(({ type }) => type === undefined || /html/i.test(type)) ?? alternates[0];
  if (page) return resolveUrl(page.href, base);
  return /^https?:\/\//i.test(id ?? "") ? resolveUrl(id, base) : null;
}

function enclosedImage({ links = [] }: Entry, base: string, url: string): string | null {
  const enclosure = links.find(({ rel, type }) => rel?.toLowerCase() === "enclosure" && type?.startsWith("image/"));
  return enclosure ? resolveImage(enclosure.href, base, url) : null;
}
