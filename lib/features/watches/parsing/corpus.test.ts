import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseDocument } from "./parse-document";
import { isParseError } from "./parse-error";
import type { Hints, Parsed, Recipe, Row } from "./types";

const FOLDER = join(import.meta.dirname, "../../../../e2e/sources/corpus");
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

const files = readdirSync(FOLDER);
const names = files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length));

test("has at least 80 sources, each with what it must give", () => {
  expect(names.length).toBeGreaterThanOrEqual(80);
  expect(files.length).toBe(names.length * 2);
});

test.each(names)("gives what is expected of %s", (name) => {
  const expected = Expected.parse(JSON.parse(readFileSync(join(FOLDER, name + ENDING), "utf8")));
  const { recipe, contentType, url, hints, error, rows, contains = [], notes, ...whole } = expected;
  const source = files.find((file) => !file.endsWith(ENDING) && parse(file).name === name) ?? "";
  const document = { bytes: readFileSync(join(FOLDER, source)), contentType, url };
  const read = attempt(() => parseDocument(document, recipe, { now: NOW, ...hints }));
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
});

/** A null of what is expected also stands for what is not there. */
function expectRow(row: Row | undefined, expected: Record<string, unknown>): void {
  expect(row).toBeDefined();
  const given = Object.fromEntries(Object.keys(expected).map((key) => [key, row?.[key as keyof Row] ?? null]));
  for (const [key, value] of Object.entries(expected)) {
    if (key === "price" && isObject(value)) expect(given[key]).toMatchObject(value);
    else expect({ [key]: given[key] }).toEqual({ [key]: value });
  }
}

function attempt(task: () => Parsed): Parsed | string {
  try {
    return task();
  } catch (error) {
    if (isParseError(error)) return error.reason;
    throw error;
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
