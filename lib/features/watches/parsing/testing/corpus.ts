import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { isParseError } from "@/lib/features/watches/parsing/parse-error";
import type { Hints, Parsed, Recipe, Row, SourceDocument } from "@/lib/features/watches/parsing/types";

const FOLDER = join(import.meta.dirname, "../../../../../e2e/sources/corpus");
const ENDING = ".expected.json";
/** What dates of the corpus are doubted against. */
const NOW = "2026-12-01T00:00:00Z";

const Expected = z.strictObject({
  recipe: z.custom<Recipe>(),
  contentType: z.string().nullable(),
  url: z.string(),
  hints: z.custom<Hints>().optional(),
  /** All rows, in order; of each what must be so. */
  rows: z.array(z.record(z.string(), z.unknown())).optional(),
  /** Rows that must be among others. */
  contains: z.array(z.record(z.string(), z.unknown())).optional(),
  error: z.string().optional(),
  notes: z.array(z.string()).optional(),
  complete: z.boolean().optional(),
  title: z.string().optional(),
  language: z.string().optional(),
  notation: z.string().optional(),
});

export const corpusFiles = readdirSync(FOLDER);
/** The sources of the corpus, each with what it must give. */
export const corpusNames = corpusFiles
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));

/** A source of the corpus as it would be fetched, and how it is read. */
export function readCorpus(name: string): {
  document: SourceDocument;
  recipe: Recipe;
  hints: Hints;
  expected: Expected;
} {
  const expected = Expected.parse(JSON.parse(readFileSync(join(FOLDER, name + ENDING), "utf8")));
  const file = corpusFiles.find((one) => !one.endsWith(ENDING) && parse(one).name === name) ?? "";
  const { recipe, contentType, url, hints } = expected;
  const document = { bytes: readFileSync(join(FOLDER, file)), contentType, url };
  return { document, recipe, hints: { now: NOW, ...hints }, expected };
}

type Expected = z.infer<typeof Expected>;

/** Sees that reading a source gave what it must give. */
export async function expectAsWritten(reading: Promise<Parsed>, expected: Expected): Promise<void> {
  const {
    error,
    rows,
    contains = [],
    notes,
    recipe: _recipe,
    contentType: _type,
    url: _url,
    hints: _hints,
    ...whole
  } = expected;
  const read = await reading.catch((fault: unknown) => {
    if (isParseError(fault)) return fault.reason;
    throw fault;
  });
  if (typeof read === "string") return expect(read).toBe(error);
  expect(error).toBeUndefined();
  expect(read).toMatchObject(whole);
  if (rows) expect(read.rows.map(({ title }) => title)).toHaveLength(rows.length);
  for (const [index, row] of (rows ?? []).entries()) expectRow(read.rows[index], row);
  for (const row of contains)
    expectRow(
      read.rows.find(({ title }) => title === row.title),
      row,
    );
  if (notes) expect(read.notes.map(({ code }) => code)).toEqual(notes);
  expect(new Set(read.rows.map(({ key }) => key)).size).toBe(read.rows.length);
}

/** A null of what is expected also stands for what is not there. */
function expectRow(row: Row | undefined, expected: Record<string, unknown>): void {
  expect(row).toBeDefined();
  const given = Object.fromEntries(Object.keys(expected).map((key) => [key, row?.[key as keyof Row] ?? null]));
  for (const [key, value] of Object.entries(expected)) {
    if (key === "price" && isObject(value)) expect(given[key]).toMatchObject(value);
    else expect({ [key]: given[key] }).toEqual({ [key]: value });
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
