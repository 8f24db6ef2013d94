/** As much of an HTML tree as the plugins below touch. */
export type HtmlNode = {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
};

const MENTION = /(^|[^\w@.-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,28}[A-Za-z0-9])?)/g;
const HEADING = /^h[1-6]$/;

/** Elements whose text is shown as it is. */
const LITERAL = new Set(["code", "pre", "a"]);

/** What a message may hold; `a` only to the web and to mail. The rest loses its tags and keeps its words. */
export const messageSchema = {
  tagNames: ["p", "strong", "em", "del", "code", "pre", "a", "ul", "ol", "li", "blockquote", "br"],
  attributes: { a: ["href"], ol: ["start"] },
  protocols: { href: ["http", "https", "mailto"] },
  ancestors: {},
  strip: ["script", "style"],
};

/**
 * Turns what a message may not hold but writers use into what it may: headings into bold lines,
 * images into links, HTML into the text it is.
 */
export function rehypeSimplify() {
  return (tree: HtmlNode): void => walk(tree, simplify);
}

function simplify(node: HtmlNode): void {
  if (node.type === "raw") node.type = "text";
  if (node.tagName === "img") {
    const { src, alt } = node.properties ?? {};
    const words = [alt, src].find((value): value is string => typeof value === "string" && value !== "");
    Object.assign(node, { tagName: "a", properties: { href: src }, children: [text(words ?? "")] });
  }
  if (node.tagName && HEADING.test(node.tagName)) {
    const bold = { type: "element", tagName: "strong", properties: {}, children: node.children };
    Object.assign(node, { tagName: "p", children: [bold] });
  }
}

/** Marks every `@name` in the text with `data-mention`. Comes after sanitizing: it adds elements of its own. */
export function rehypeMentions() {
  return (tree: HtmlNode): void =>
    walk(tree, (node) => {
      if (LITERAL.has(node.tagName ?? "") || node.properties?.["data-mention"]) return "skip";
      node.children = node.children?.flatMap((child) => (child.type === "text" ? split(child.value ?? "") : [child]));
      return undefined;
    });
}

function split(value: string): HtmlNode[] {
  const nodes: HtmlNode[] = [];
  let end = 0;
  for (const match of value.matchAll(MENTION)) {
    const [, before = "", name = ""] = match;
    nodes.push(text(value.slice(end, match.index) + before), mention(name));
    end = match.index + match[0].length;
  }
  nodes.push(text(value.slice(end)));
  return nodes.filter((node) => node.type !== "text" || node.value !== "");
}

const text = (value: string): HtmlNode => ({ type: "text", value });

const mention = (name: string): HtmlNode => ({
  type: "element",
  tagName: "span",
  properties: { "data-mention": name },
  children: [text(`@${name}`)],
});

function walk(node: HtmlNode, visit: (node: HtmlNode) => "skip" | undefined | void): void {
  if (visit(node) === "skip") return;
  for (const child of node.children ?? []) walk(child, visit);
}
