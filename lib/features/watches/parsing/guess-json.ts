import type { JsonValue } from "jsonpath-rfc9535";
import type { Field, Recipe } from "./types";

type JsonRecipe = Extract<Recipe, { kind: "json" }>;
type JsonObject = Record<string, JsonValue>;

const DEPTH_MAX = 6;
const LISTS_MAX = 50;
const GUESSES_MAX = 3;

/** What properties of rows are usually called, best first. */
const NAMES: Record<Field, RegExp[]> = {
  title: [/^(?:title|headline)$/i, /^(?:name|subject|label)$/i, /(?:title|name)$/i],
  link: [/^(?:url|link|href|permalink|html_url|web_?url)$/i, /(?:url|link)$/i],
  price: [/^(?:price|current_?price|sale_?price)$/i, /^(?:amount|cost)$/i, /price/i],
  availability: [/^(?:availability|in_?stock|available|stock_?status|stock)$/i],
  image: [/^(?:image|image_?url|thumbnail|thumb|picture|photo)s?$/i, /(?:image|img|thumb|photo)/i],
  date: [/^(?:published_?at|date_?published|pub_?date|date|created_?at|created)$/i, /(?:date|_at|time)$/i],
  text: [/^(?:description|summary|body|content|text|excerpt|teaser)$/i],
  id: [/^(?:id|guid|uuid|sku|slug)$/i, /_?id$/],
};

/** Recipes for the lists of objects that a JSON document holds, best first. */
export function guessJson(root: JsonValue): JsonRecipe[] {
  const lists: { path: string; rows: JsonObject[] }[] = [];
  const walk = (value: JsonValue, path: string, depth: number): void => {
    if (depth > DEPTH_MAX || lists.length >= LISTS_MAX) return;
    if (Array.isArray(value)) {
      const rows = value.filter(isObject);
      if (rows.length > 0) lists.push({ path: `${path}[*]`, rows });
    } else if (isObject(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, path + step(name), depth + 1);
    }
  };
  walk(root, "$", 0);
  return lists
    .map(({ path, rows }) => ({
      recipe: { kind: "json" as const, rows: path, fields: fieldsOf(rows) },
      count: rows.length,
    }))
    .filter(({ recipe }) => recipe.fields.title !== undefined || recipe.fields.link !== undefined)
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, GUESSES_MAX)
    .map(({ recipe }) => recipe);
}

const weight = ({ recipe, count }: { recipe: JsonRecipe; count: number }): number =>
  Object.keys(recipe.fields).length * Math.log2(count + 1);

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A name as RFC 9535 writes it. */
const step = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/[\\']/g, String.raw`\$&`)}']`;

function fieldsOf(rows: JsonObject[]): JsonRecipe["fields"] {
  const names = new Set(rows.slice(0, 20).flatMap((row) => Object.keys(row)));
  const fields: JsonRecipe["fields"] = {};
  for (const [field, patterns] of Object.entries(NAMES) as [Field, RegExp[]][]) {
    const name = patterns.flatMap((pattern) => [...names].filter((one) => pattern.test(one)))[0];
    if (name !== undefined) fields[field] = `$${step(name)}`;
  }
  return fields;
}
