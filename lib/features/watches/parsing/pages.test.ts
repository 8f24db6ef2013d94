import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { detectSource } from "./detect-source";
import { outlinePage } from "./outline-page";
import { parseDocument } from "./parse-document";
import { recipeFromPicks } from "./pick-recipe";
import type { Field, Outline, OutlineNode } from "./types";

const FOLDER = join(import.meta.dirname, "../../../../e2e/sources/pages");
const ENDING = ".expected.json";

const Expected = z.strictObject({
  url: z.string(),
  /** What is clicked, by the text that is seen there, or by the end of the URL of a picture. */
  picks: z.strictObject({ rows: z.array(z.string()), fields: z.record(z.string(), z.string()) }),
  rows: z.array(z.record(z.string(), z.unknown())),
  direction: z.enum(["ltr", "rtl"]).default("ltr"),
});

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));

const nodesOf = (node: OutlineNode): OutlineNode[] => [node, ...(node.children ?? []).flatMap(nodesOf)];

function refOf({ root }: Outline, seen: string): number {
  const nodes = nodesOf(root);
  const node =
    nodes.find(({ tag, text }) => tag === "text" && text === seen) ?? nodes.find(({ image }) => image?.endsWith(seen));
  if (node === undefined) throw new Error(`Nothing on the page shows ${seen}.`);
  return node.ref;
}

const read = (name: string) => {
  const expected = Expected.parse(JSON.parse(readFileSync(join(FOLDER, name + ENDING), "utf8")));
  const bytes = readFileSync(join(FOLDER, `${name}.html`));
  return { expected, document: { bytes, contentType: "text/html", url: expected.url } };
};

test("has ten pages", () => {
  expect(names).toHaveLength(10);
});

describe.each(names)("of %s", (name) => {
  const { expected, document } = read(name);

  test("takes the rows that were clicked, and all of their kind", () => {
    const outline = outlinePage(document);
    const fields = Object.entries(expected.picks.fields).map(([field, seen]) => [field, refOf(outline, seen)]);
    const picks: { rows: number[]; fields: Partial<Record<Field, number>> } = {
      rows: expected.picks.rows.map((seen) => refOf(outline, seen)),
      fields: Object.fromEntries(fields),
    };
    const recipe = recipeFromPicks(document, picks);
    const { rows } = parseDocument(document, recipe);
    expect(rows, JSON.stringify(recipe)).toHaveLength(expected.rows.length);
    expect(rows).toMatchObject(expected.rows);
    expect(outline.direction).toBe(expected.direction);
    // Such names are others when the page is made anew.
    expect(JSON.stringify(recipe)).not.toMatch(/css-|odd|even/);
  });

  test("guesses the same rows without a click", () => {
    const titles = expected.rows.map(({ title }) => title);
    const guesses = detectSource(document).recipes.map(({ rows }) => rows.map(({ title }) => title));
    expect(guesses).toContainEqual(titles);
  });
});
