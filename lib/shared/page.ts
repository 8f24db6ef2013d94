import { z } from "zod";
import { CURSOR_MAX, PAGE_DEFAULT, PAGE_MAX } from "./bounds";
import { invalid } from "./errors";

/** A whole number between `min` and `max` that may also arrive as text, as in a query string. */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value),
    z.number("must be a whole number").int("must be a whole number").min(min).max(max),
  );

/** The fields every list takes: how many (1 to 100, 20 unless told) and where to go on. */
export const pageFields = {
  limit: wholeNumber(1, PAGE_MAX).default(PAGE_DEFAULT),
  cursor: z.string().min(1).max(CURSOR_MAX).optional(),
};

/** The answer of every list: items and the cursor of the next page, null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export type Page<T> = { items: T[]; nextCursor: string | null };

/**
 * Cuts `rows`, fetched with one more than `limit`, into a page.
 * `position` gives what the next page starts after.
 */
export function toPage<T, V>(
  rows: T[],
  limit: number,
  position: (row: T) => CursorValue[],
  present: (row: T) => V,
): Page<V> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null;
  return { items: items.map(present), nextCursor };
}

export type CursorValue = string | number | boolean;

/** An opaque position in a list: base64url of a JSON array. */
export function encodeCursor(values: CursorValue[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(values));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * The position a cursor stands for, checked against `shape`; undefined without one.
 * @throws invalid_input when this list did not make it
 */
export function readCursor<T>(cursor: string | undefined, shape: z.ZodType<T>): T | undefined {
  if (cursor === undefined) return undefined;
  try {
    const text = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    const json = new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0)));
    return shape.parse(JSON.parse(json));
  } catch {
    return invalid("cursor", "is not a cursor of this list");
  }
}
