import type { Element } from "domhandler";
import { stableClasses } from "./class-names";
import { childElements, elementsOf, isBeside, isHidden, lineOf, type Page, parentElement } from "./dom";
import { readPrice } from "./prices";

const PATH_DEPTH = 4;
const PATHS_MAX = 200;
const ALIKE = 0.5;
/** How many of them are compared: a page may have thousands. */
const SIBLINGS_MAX = 100;

/** The ways through tags from an element to what it holds: what makes rows of one kind alike. */
function pathsOf(element: Element): Set<string> {
  const paths = new Set<string>();
  const walk = (one: Element, path: string, depth: number): void => {
    if (paths.size >= PATHS_MAX || isHidden(one)) return;
    paths.add(path);
    if (depth < PATH_DEPTH) for (const child of childElements(one)) walk(child, `${path}/${child.name}`, depth + 1);
  };
  walk(element, element.name, 0);
  return paths;
}

/** Whether two elements are rows of one kind: the same tag, a class in common when both have some, and much the same inside. */
export function areAlike(a: Element, b: Element): boolean {
  if (a === b) return true;
  if (a.name !== b.name) return false;
  const [classes, others] = [stableClasses(a), stableClasses(b)];
  const haveNone = classes.length === 0 || others.length === 0;
  if (!haveNone && !classes.some((name) => others.includes(name))) return false;
  if (haveNone && classes.length + others.length > 0 && a.name !== "li" && a.name !== "tr") return false;
  const [mine, theirs] = [pathsOf(a), pathsOf(b)];
  const common = [...mine].filter((path) => theirs.has(path)).length;
  return common / Math.max(mine.size, theirs.size) >= ALIKE;
}

/** The elements beside an element that are rows of its kind, itself among them. */
export function alikeSiblings(element: Element): Element[] {
  const parent = parentElement(element);
  if (parent === null) return [element];
  const siblings = childElements(parent);
  const start = Math.max(0, siblings.indexOf(element) - SIBLINGS_MAX / 2);
  return siblings.slice(start, start + SIBLINGS_MAX).filter((sibling) => areAlike(element, sibling));
}

/** How much an element shows of what rows show: 0 to 6. */
export function richness({ $ }: Page, element: Element): number {
  const text = lineOf(element, {}, 1_000);
  const has = (selector: string) => $(element).find(selector).length > 0;
  const traits = [
    element.name === "a" || has("a[href]"),
    has("img"),
    has("h1, h2, h3, h4, h5, h6, strong, b, [itemprop='name'], [class*='title' i]"),
    has("time, [class*='date' i]"),
    Boolean(readPrice(text)?.currency),
    text.length > 40,
  ];
  return traits.filter(Boolean).length;
}

/** Whether an element stands in what is no part of what the page is about. */
export const standsBeside = ({ $ }: Page, element: Element): boolean =>
  elementsOf($(element).parents()).some(isBeside) || isBeside(element);
