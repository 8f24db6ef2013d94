import { type JsonValue, query } from "jsonpath-rfc9535";
import { plainAmount } from "./amounts";
import { readAvailability } from "./availability";
import { capRows, type Found, toParsed } from "./drafts";
import { ParseError } from "./parse-error";
import { commonNotation, readPrice } from "./prices";
import {
  type Availability,
  FIELDS,
  type Field,
  type Hints,
  type Note,
  type Parsed,
  type Price,
  type Recipe,
} from "./types";
import { resolveImage, resolveUrl } from "./urls";

type JsonRecipe = Extract<Recipe, { kind: "json" }>;

/** What some servers put before JSON, so that it is no script. */
const GUARD = /^\s*(?:\)\]\}',?|while\s*\(1\);|for\s*\(;;\);)\s*/;
/** Text, which is passed over, or a whole number that a double cannot hold. */
const LONG_NUMBERS = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * The value of a JSON text; whole numbers that JavaScript would round, as ids are, become text.
 * @throws ParseError empty_body, cut_off, not_json
 */
export function readJson(text: string): JsonValue {
  const body = text.replace(GUARD, "").trim();
  if (body === "") throw new ParseError("empty_body");
  try {
    const exact = /\d{16}/.test(body)
      ? body.replace(LONG_NUMBERS, (one) => (one.startsWith('"') ? one : `"${one}"`))
      : body;
    return JSON.parse(exact) as JsonValue;
  } catch (error) {
    throw new ParseError(isCutOff(body, error) ? "cut_off" : "not_json");
  }
}

/** JavaScript says where it could not go on: at the end, or that a text has none. */
function isCutOff(body: string, error: unknown): boolean {
  const said = String(error);
  const position = /at position (\d+)/.exec(said)?.[1];
  const isAtEnd = /unexpected end|unterminated/i.test(said) || Number(position) >= body.length;
  return /^[{[]/.test(body) && isAtEnd;
}

/**
 * The rows of a JSON document by JSONPath.
 * @throws ParseError empty_body, cut_off, not_json, bad_path, list_missing
 */
export function parseJson(text: string, url: string, recipe: JsonRecipe, hints: Hints, notes: Note[]): Parsed {
  return jsonRows(readJson(text), url, recipe, hints, notes);
}

/**
 * As `parseJson`, of a value.
 * @throws ParseError bad_path, list_missing
 */
export function jsonRows(root: JsonValue, url: string, recipe: JsonRecipe, hints: Hints, notes: Note[] = []): Parsed {
  const all = select(root, recipe.rows).flatMap((row) => (Array.isArray(row) ? row : [row]));
  const rows = capRows(all, notes);
  if (rows.length === 0 && !isThere(root, recipe.rows)) throw new ParseError("list_missing", recipe.rows);
  const valueOf = readerOf(recipe);
  const priceTexts = rows.map((row) => textOf(valueOf(row, "price"))).filter((one) => one !== null);
  const written = priceTexts.filter((one) => plainAmount(one) === null);
  const notation = hints.notation ?? commonNotation(written);
  const found = rows.map((row): Found => {
    const at = (field: Field) => valueOf(row, field);
    return {
      ...{ id: textOf(at("id")), title: textOf(at("title")), text: textOf(at("text")), date: textOf(at("date")) },
      link: resolveUrl(textOf(at("link")), url),
      image: resolveImage(textOf(at("image")), url, url),
      price: priceOf(at("price"), { ...hints, notation }),
      availability: availabilityOf(at("availability")),
    };
  });
  const parsed = toParsed({ title: null, language: null, found, notes }, hints);
  return notation === undefined ? parsed : { ...parsed, notation };
}

/** Names alone, as in "$.offer.price": what most paths are. */
const NAMES = /^\$(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/;

/** Reads fields of rows: JSONPath would be parsed anew for each, so paths of names are followed here. */
function readerOf({ fields }: JsonRecipe): (row: JsonValue, field: Field) => JsonValue | undefined {
  const steps: Partial<Record<Field, string[]>> = {};
  for (const field of FIELDS) {
    const path = fields[field];
    if (path !== undefined && NAMES.test(path)) steps[field] = path.split(".").slice(1);
  }
  return (row, field) => {
    const path = fields[field];
    if (path === undefined) return undefined;
    return steps[field] ? follow(row, steps[field]) : select(row, path)[0];
  };
}

function follow(row: JsonValue, names: string[]): JsonValue | undefined {
  let value: JsonValue | undefined = row;
  for (const name of names) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

/** @throws ParseError bad_path */
function select(value: JsonValue, path: string): JsonValue[] {
  try {
    return query(value, path);
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new ParseError("bad_path", path);
  }
}

/** Whether the list is there and empty: what holds the rows is found. */
function isThere(root: JsonValue, path: string): boolean {
  const holder = path.replace(/(?:\[\s*(?:\*|\?[^\]]*)\s*\]|\.\*)\s*$/, "");
  return select(root, holder).some((value) => Array.isArray(value));
}

/** The text of a value; of a list the first, of an object what stands for it. */
function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return textOf(value[0]);
  if (value === null || value === undefined) return null;
  const named = ["value", "amount", "url", "href", "src", "name", "text", "rendered", "id"].find(
    (name) => name in value,
  );
  return named === undefined ? null : textOf((value as Record<string, JsonValue>)[named]);
}

function priceOf(value: JsonValue | undefined, hints: Hints): Price | null {
  const text = textOf(value);
  const amount = plainAmount(text);
  if (amount === null) return readPrice(text ?? "", hints);
  const currency = isObject(value) ? [value.currency, value.currencyCode, value.currency_code].find(isCode) : undefined;
  return { amount, currency: currency?.toUpperCase() ?? null };
}

const isObject = (value: JsonValue | undefined): value is Record<string, JsonValue> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCode = (value: unknown): value is string => typeof value === "string" && /^[a-z]{3}$/i.test(value);

/** true, a number in stock, or words. */
function availabilityOf(value: JsonValue | undefined): Availability | null {
  if (typeof value === "boolean") return value ? "in" : "out";
  if (typeof value === "number") return value > 0 ? "in" : "out";
  return readAvailability(textOf(value) ?? "");
}
