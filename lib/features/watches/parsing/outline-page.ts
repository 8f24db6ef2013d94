import { type AnyNode, type Element, isText } from "domhandler";
import { isBlocked, needsJavaScript } from "./blocked";
import { decodeText } from "./decode";
import { elementsOf, isElement, isHidden, loadPage, type Page, rawText, titleOf } from "./dom";
import { imageOf } from "./images";
import { type PageRefs, pageRefs } from "./page-refs";
import { ParseError } from "./parse-error";
import { cleanLine } from "./text";
import type { Outline, OutlineNode, OutlineTag, SourceDocument } from "./types";
import { resolveUrl } from "./urls";

const NODES_MAX = 5_000;
const DEPTH_MAX = 60;
const TEXT_MAX = 500;

const TAGS: Record<string, OutlineTag> = {
  ...{ a: "link", p: "paragraph", ul: "list", ol: "list", dl: "list", li: "item", dt: "item", dd: "item" },
  ...{ table: "table", tr: "row", td: "cell", th: "cell", b: "strong", strong: "strong", button: "button" },
  ...{ del: "deleted", s: "deleted", strike: "deleted" },
  ...{ h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading" },
};

type Walk = { page: Page; refs: PageRefs; count: number; cut: boolean };

/**
 * What a person sees of a page, as a tree that holds nothing that could run: at most 5,000 nodes, 60 deep. What only wraps
 * one other thing is left out.
 * @throws ParseError empty_body, blocked, too_deep
 */
export function outlinePage(document: SourceDocument): Outline {
  const { text } = decodeText(document);
  if (text.trim() === "") throw new ParseError("empty_body");
  const page = loadPage(text, document.url);
  if (isBlocked(page)) throw new ParseError("blocked");
  const walk: Walk = { page, refs: pageRefs(page), count: 0, cut: false };
  const body = elementsOf(page.$("body"))[0];
  const children = body ? outlineAll(body.children, walk, 1) : [];
  return {
    title: cleanLine(titleOf(page)) || null,
    language: page.language,
    direction: directionOf(page),
    root: { ref: body ? walk.refs.refOf(body) : 0, tag: "block", children },
    cut: walk.cut,
    needsJavaScript: needsJavaScript(page),
  };
}

const outlineAll = (nodes: AnyNode[], walk: Walk, depth: number): OutlineNode[] =>
  nodes.flatMap((node) => outlineNode(node, walk, depth) ?? []);

function outlineNode(node: AnyNode, walk: Walk, depth: number): OutlineNode | null {
  if (isText(node)) return textNode(node, node.data, walk);
  if (!isElement(node) || isHidden(node)) return null;
  if (walk.count >= NODES_MAX) return cutOff(walk);
  if (node.name === "img") return imageNode(node, walk);
  if (depth >= DEPTH_MAX) return textNode(node, rawText(node), walk);
  const tag = TAGS[node.name];
  const children = outlineAll(node.children, walk, depth + (tag ? 1 : 0));
  if (children.length === 0) return null;
  if (tag === undefined && children.length === 1) return children[0] ?? null;
  walk.count += 1;
  return { ref: walk.refs.refOf(node), tag: tag ?? "block", ...attributesOf(node, walk.page), children };
}

function attributesOf({ name, attribs }: Element, { base }: Page): Pick<OutlineNode, "href" | "level"> {
  const href = name === "a" ? resolveUrl(attribs.href, base) : null;
  const level = /^h([1-6])$/.exec(name)?.[1];
  return { ...(href !== null && { href }), ...(level !== undefined && { level: Number(level) }) };
}

function textNode(node: AnyNode, data: string, walk: Walk): OutlineNode | null {
  const text = cleanLine(data, TEXT_MAX);
  if (text === "") return null;
  if (walk.count >= NODES_MAX) return cutOff(walk);
  walk.count += 1;
  if (data.length > TEXT_MAX * 2) walk.cut = true;
  return { ref: walk.refs.refOf(node), tag: "text", text };
}

function imageNode(node: Element, walk: Walk): OutlineNode | null {
  const image = imageOf(walk.page, node);
  if (image === null) return null;
  walk.count += 1;
  const text = cleanLine(node.attribs.alt ?? "", TEXT_MAX);
  return { ref: walk.refs.refOf(node), tag: "image", image, ...(text !== "" && { text }) };
}

function cutOff(walk: Walk): null {
  walk.cut = true;
  return null;
}

function directionOf({ $, language }: Page): "ltr" | "rtl" {
  const said = $("html").attr("dir") ?? $("body").attr("dir");
  if (said === "rtl" || said === "ltr") return said;
  return /^(?:ar|he|iw|fa|ur|yi|ps|ckb|dv)\b/i.test(language ?? "") ? "rtl" : "ltr";
}
