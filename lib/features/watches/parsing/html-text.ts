import { parseDocument } from "htmlparser2";
import { allInside, type Page, rawText } from "./dom";
import { imageOf } from "./images";

/** Elements that writers of feeds put into titles and texts. Anything else in angle brackets is text: List<String>. */
const TAGS =
  "a abbr acronym address article aside audio b bdi bdo big blockquote body br button caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font footer form h[1-6] head header hr html i iframe img input ins kbd label li link main mark meta nav noscript object ol p picture pre q rp rt ruby s samp script section small source span strike strong style sub summary sup svg table tbody td tfoot th thead time title tr tt u ul var video wbr".replace(
    / /g,
    "|",
  );
const NO_TAG = new RegExp(String.raw`<(?!\/?(?:${TAGS})(?:\s[^<>]*)?\/?>|!--)`, "gi");
/** A whole page as a text: what these hold is the text. */
const FRAME = /<\/?(?:html|head|body)(?:\s[^<>]*)?>/gi;
const CDATA = /<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)/g;
const MARKUP = /[<&]/;
/** Markup of feeds nests little; the tree of one text stays small. */
const MARKUP_MAX = 200_000;

/** The text of markup that came as text of a feed: tags are left out and entities are read. */
export function htmlToText(html: string): string {
  if (!MARKUP.test(html)) return html;
  const bare = html.replace(CDATA, "$1");
  if (!MARKUP.test(bare)) return bare;
  return rawText(treeOf(bare.replace(NO_TAG, "&lt;").replace(FRAME, "")));
}

/** The first picture in markup that came as text of a feed. */
export function imageInHtml(html: string, page: Pick<Page, "base" | "url">): string | null {
  if (!/<img\b/i.test(html)) return null;
  const images = allInside(treeOf(html.replace(CDATA, "$1")), ({ name }) => name === "img");
  // A picture of one by one counts readers.
  const seen = images.filter(({ attribs }) => attribs.width !== "1" && attribs.height !== "1");
  for (const image of seen) {
    const url = imageOf(page, image);
    if (url !== null) return url;
  }
  return null;
}

/** Texts of feeds need no repair as browsers do it, which costs ten times as much. */
const treeOf = (html: string) => parseDocument(html.slice(0, MARKUP_MAX));
