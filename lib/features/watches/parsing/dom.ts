import { type Cheerio, load } from "cheerio";
import {
  type AnyNode,
  type Document,
  type Element,
  hasChildren,
  isDocument,
  isTag,
  isText,
  type ParentNode,
} from "domhandler";
import { parse } from "parse5";
import { adapter, type Htmlparser2TreeAdapterMap } from "parse5-htmlparser2-tree-adapter";
import { ParseError } from "./parse-error";
import { cleanLine } from "./text";
import { nestBase } from "./urls";

/** Elements in each other: what follows needs the stack, and no page that people read comes near. */
const DEPTH_MAX = 512;

export type Page = {
  $: (selection: string | AnyNode) => Cheerio<AnyNode>;
  root: Document;
  /** What links are resolved against: the URL of the document and its <base>. */
  base: string;
  url: string;
  language: string | null;
};

/**
 * Cheerio for the trees of all pages. `load` of each page would make a class of its own, which V8 keeps, with the whole tree,
 * until it collects all of memory: that costs more than to parse the page.
 */
const cheerio = load("");

/**
 * The tree of a page.
 * @throws ParseError too_deep
 */
export function loadPage(html: string, url: string): Page {
  let depth = 0;
  const treeAdapter = {
    ...adapter,
    onItemPush: () => {
      depth += 1;
      if (depth > DEPTH_MAX) throw new ParseError("too_deep");
    },
    onItemPop: () => void (depth = Math.max(0, depth - 1)),
  };
  // Without scripting, what stands in <noscript> is markup: pictures that are loaded late stand there.
  const root = parse<Htmlparser2TreeAdapterMap>(html, { treeAdapter, scriptingEnabled: false });
  const $: Page["$"] = (selection) => cheerio(selection, undefined, root);
  const base = nestBase(url, firstInside(root, isBase)?.attribs.href);
  const language =
    firstInside(root, ({ name }) => name === "html")?.attribs.lang ??
    $("meta[http-equiv='content-language' i]").attr("content") ??
    null;
  return { $, root, base, url, language: language?.trim().slice(0, 35) || null };
}

const isBase = ({ name, attribs }: Element): boolean => name === "base" && attribs.href !== undefined;

/** What a page calls itself. */
export function titleOf({ $, root }: Page): string {
  const title = firstInside(root, ({ name }) => name === "title");
  return title === null ? "" : $(title).text();
}

/** Narrows to an element, not to what else a tree holds. */
export const isElement = (node: AnyNode | null | undefined): node is Element =>
  node !== null && node !== undefined && isTag(node);

export const childElements = (parent: ParentNode): Element[] => parent.children.filter(isElement);

export const parentElement = (element: Element): Element | null => (isElement(element.parent) ? element.parent : null);

const UNSEEN = new Set(
  "script style noscript template head meta link title iframe object embed svg math canvas audio video datalist dialog".split(
    " ",
  ),
);

/** Whether a person sees nothing of an element, as far as its own markup says. */
export function isHidden({ name, attribs }: Element): boolean {
  if (UNSEEN.has(name) || "hidden" in attribs || (name === "input" && attribs.type === "hidden")) return true;
  if (attribs["aria-hidden"] === "true" && name !== "img") return true;
  return attribs.style !== undefined && /(?:^|;|\s)(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(attribs.style);
}

const INLINE = new Set(
  "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span strike strong sub sup time tt u var wbr".split(
    " ",
  ),
);

export const isInline = ({ name }: Element): boolean => INLINE.has(name);

type TextOptions = {
  skip?: (element: Element) => boolean;
  /** What is put before the text of an element, seeing what stands before it. */
  before?: (element: Element, text: string) => string;
};

/** Blanks that are not one space. */
const UNEVEN = /[^\S ]|\s{2}/;

/** The text of elements as a person reads it: a word goes on in the next tag, and a block or <br> ends a line. */
export function rawText(nodes: AnyNode | AnyNode[], options: TextOptions = {}): string {
  const parts: string[] = [];
  const walk = (node: AnyNode): void => {
    if (isText(node)) parts.push(UNEVEN.test(node.data) ? node.data.replace(/\s+/g, " ") : node.data);
    if (!isElement(node) || isHidden(node) || options.skip?.(node)) return;
    if (node.name === "br") parts.push("\n");
    if (options.before) parts.push(options.before(node, parts.at(-1) ?? ""));
    const isBlock = node.name !== "br" && !INLINE.has(node.name);
    if (isBlock) parts.push("\n");
    node.children.forEach(walk);
    if (isBlock) parts.push("\n");
  };
  for (const node of [nodes].flat()) {
    // What was asked for is read even where it is hidden; what is hidden in it is not.
    if (isDocument(node) || (isElement(node) && !options.skip?.(node))) node.children.forEach(walk);
    else walk(node);
  }
  return parts.join("");
}

export const lineOf = (nodes: AnyNode | AnyNode[], options?: TextOptions, most?: number): string =>
  cleanLine(rawText(nodes, options), most);

const BESIDE = new Set(["aside", "nav", "footer", "header"]);

/** Whether an element is no part of what a page, or a row of it, is about. */
export const isBeside = ({ name, attribs }: Element): boolean =>
  BESIDE.has(name) || attribs.role === "complementary" || attribs.role === "navigation";

type Test = (element: Element) => boolean;

/** The first element in another, in document order, that passes a test. */
export function firstInside({ children }: ParentNode, test: Test): Element | null {
  for (const child of children) {
    if (isElement(child) && test(child)) return child;
    const inner = hasChildren(child) ? firstInside(child, test) : null;
    if (inner !== null) return inner;
  }
  return null;
}

/** All elements in another, in document order, that pass a test. */
export function allInside(parent: ParentNode, test: Test, found: Element[] = []): Element[] {
  for (const child of parent.children) {
    if (isElement(child) && test(child)) found.push(child);
    if (hasChildren(child)) allInside(child, test, found);
  }
  return found;
}

/** The elements of a selection, without text and comments. */
export const elementsOf = (nodes: ArrayLike<AnyNode>): Element[] => Array.from(nodes).filter(isElement);
