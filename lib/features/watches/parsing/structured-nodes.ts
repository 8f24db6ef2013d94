import type { Element } from "domhandler";
import { allInside, isElement, lineOf, type Page } from "./dom";

/** A thing that a page says something of, as JSON-LD and microdata both do. */
export type Thing = { [property: string]: unknown };

const NODES_MAX = 20_000;

export const isThing = (value: unknown): value is Thing =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The values of a property, whether one or several were written. */
export function valuesOf(thing: Thing, ...names: string[]): unknown[] {
  for (const name of names) {
    const value = thing[name];
    if (value !== undefined && value !== null && value !== "") return Array.isArray(value) ? value : [value];
  }
  return [];
}

/** The kinds of a thing, without the address of their vocabulary. */
export const typesOf = (thing: Thing): string[] =>
  valuesOf(thing, "@type").map((type) => String(type).replace(/^.*[/:#]/, ""));

/** The top things of all JSON-LD of a page, with references to each other followed. */
export function jsonLdThings({ $, root }: Page): Thing[] {
  const roots = allInside(root, isJsonLd).flatMap((script) => readLoosely($(script).text()));
  const things = roots.flatMap((root) => (Array.isArray(root) ? root : [root])).filter(isThing);
  const tops = things.flatMap((thing) => {
    const graph = valuesOf(thing, "@graph").filter(isThing);
    return graph.length > 0 ? graph : [thing];
  });
  return resolveReferences(tops);
}

const isJsonLd = ({ name, attribs }: Element): boolean => name === "script" && /ld\+json/i.test(attribs.type ?? "");

const WRAPPING =
  /^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*$/g;

/** JSON as pages hold it: in a comment or CDATA, with raw line ends in its texts. */
function readLoosely(text: string): unknown[] {
  const body = text.replace(WRAPPING, "").trim();
  const forgiving = body
    .replace(/\p{Cc}+/gu, " ")
    .replace(/;$/, "")
    .replace(/,\s*([}\]])/g, "$1");
  for (const attempt of [body, forgiving]) {
    try {
      return [JSON.parse(attempt)];
    } catch {
      // What cannot be read is passed over, as search engines do.
    }
  }
  return [];
}

/** Puts what has an @id in the place of what only names it. */
function resolveReferences(tops: Thing[]): Thing[] {
  const known = new Map(
    tops.flatMap((thing) => (typeof thing["@id"] === "string" ? [[thing["@id"], thing] as const] : [])),
  );
  let visited = 0;
  const resolve = (value: unknown, depth: number): unknown => {
    if (depth > 12 || ++visited > NODES_MAX) return value;
    if (Array.isArray(value)) return value.map((one) => resolve(one, depth + 1));
    if (!isThing(value)) return value;
    const id = value["@id"];
    const isReference = typeof id === "string" && Object.keys(value).length === 1;
    const thing = isReference ? (known.get(id) ?? value) : value;
    return Object.fromEntries(Object.entries(thing).map(([name, one]) => [name, resolve(one, depth + 1)]));
  };
  return tops.map((thing) => resolve(thing, 0)).filter(isThing);
}

/** The top things of the microdata of a page. */
export function microdataThings({ root }: Page): Thing[] {
  const tops = allInside(root, ({ attribs }) => "itemscope" in attribs && !("itemprop" in attribs));
  return tops.slice(0, NODES_MAX).map((element) => readScope(element, 0));
}

function readScope(scope: Element, depth: number): Thing {
  const thing: Thing = { "@type": (scope.attribs.itemtype ?? "").trim().split(/\s+/) };
  const visit = (element: Element): void => {
    const names = (element.attribs.itemprop ?? "").split(/\s+/).filter((name) => name !== "");
    const isScope = "itemscope" in element.attribs;
    if (names.length > 0 && depth < 8) {
      const value = isScope ? readScope(element, depth + 1) : valueOf(element);
      for (const name of names) thing[name] = [...valuesOf(thing, name), value];
    }
    if (!isScope) element.children.filter(isElement).forEach(visit);
  };
  scope.children.filter(isElement).forEach(visit);
  return thing;
}

const ATTRIBUTES: Record<string, string> = {
  ...{ meta: "content", a: "href", area: "href", link: "href", img: "src", audio: "src", video: "src", source: "src" },
  ...{ iframe: "src", embed: "src", object: "data", data: "value", meter: "value", time: "datetime" },
};

/** The value of an itemprop; shops write it into content wherever they like. */
function valueOf(element: Element): string {
  const attribute = ATTRIBUTES[element.name];
  const said = attribute === undefined ? undefined : element.attribs[attribute];
  return element.attribs.content ?? said ?? lineOf(element, {}, 4_000);
}
