import type { Filters } from "./filter-schemas";
import { type Filtered, passes } from "./filters";
import { isParseError } from "./parsing/parse-error";
import { parser } from "./parsing/parser";
import type { Hints, Parsed, Row, SourceDocument } from "./parsing/types";
import type { Recipe } from "./recipe-schemas";
import type { Judged } from "./rows-store";

/** What a document gives by a recipe, or the name of why it gives nothing. */
export type Reading = { parsed: Parsed; failure?: undefined } | { parsed?: undefined; failure: string };

/** Reads a document where it can hold up nobody (a thread of its own, bounded in time and memory). */
export async function readRows(document: SourceDocument, recipe: Recipe, hints: Hints): Promise<Reading> {
  try {
    return { parsed: await parser.parseDocument(document, recipe, hints) };
  } catch (error) {
    if (!isParseError(error)) throw error;
    return { failure: error.reason };
  }
}

/**
 * Says of each row whether it passes the filters. The regular expression is tried in the thread too: the failure names one
 * that takes too long.
 */
export async function judgeRows(
  rows: Row[],
  filters: Filters,
  now: Date,
): Promise<{ rows: Judged[]; failure?: undefined } | { rows?: undefined; failure: string }> {
  const fits = await fitPattern(rows, filters.pattern);
  if (!fits) return { failure: "bad_pattern" };
  return {
    rows: rows.map((row, index) => ({ ...row, matched: passes(filters, filteredOf(row, now), now, fits[index]) })),
  };
}

/** Which texts fit a regular expression, tried in the thread; undefined when that takes too long. */
export async function fitPattern(
  texts: Pick<Row, "title" | "text">[],
  pattern: string | null,
): Promise<boolean[] | undefined> {
  if (pattern === null || texts.length === 0) return texts.map(() => true);
  try {
    const hits = await parser.matchPatterns(
      texts.map(({ title, text }) => `${title}\n${text}`),
      [pattern],
    );
    return hits.map(([hit = false]) => hit);
  } catch (error) {
    if (!isParseError(error)) throw error;
    return undefined;
  }
}

const filteredOf = (row: Row, now: Date): Filtered => ({
  ...{ title: row.title, text: row.text, availability: row.availability },
  price: row.price?.amount ?? null,
  at: row.publishedAt && !row.dateDoubtful ? new Date(row.publishedAt) : now,
});
