import type { AnyNode, Element } from "domhandler";
import { isElement, type Page } from "./dom";
import { ParseError } from "./parse-error";

/** Every element and text of a page by its place in document order, which is the same for the same bytes. */
export type PageRefs = { refOf: (node: AnyNode) => number; elementAt: (ref: number) => Element };

/** Numbers the nodes of a page. */
export function pageRefs({ root }: Page): PageRefs {
  const nodes: AnyNode[] = [];
  const refs = new Map<AnyNode, number>();
  const walk = (node: AnyNode): void => {
    refs.set(node, nodes.length);
    nodes.push(node);
    if ("children" in node) node.children.forEach(walk);
  };
  walk(root);
  return {
    refOf: (node) => refs.get(node) ?? 0,
    elementAt: (ref) => {
      const node = nodes[ref];
      const element = isElement(node) ? node : node?.parent;
      if (!isElement(element)) throw new ParseError("bad_pick", String(ref));
      return element;
    },
  };
}
