import { afterAll, expect, test } from "vitest";
import { rememberAs } from "@/lib/kit/remember";
import { createWorkerPool } from "@/lib/kit/worker-pool";
import { isParseError } from "./parse-error";
import { parser } from "./parser";
import type { Recipe, SourceDocument } from "./types";

// A test does not wait as long as a member would.
const pool = createWorkerPool("lib/features/watches/parsing/parse.worker.ts", { timeoutMs: 1_500 });
rememberAs("parse-pool", pool);
afterAll(() => pool.close());

const documentOf = (text: string, contentType = "text/html"): SourceDocument => ({
  bytes: Buffer.from(text),
  contentType,
  url: "https://yard.example/list",
});
const list: Recipe = { kind: "html", rows: "li", fields: { title: { selector: "" } } };
const page = documentOf("<ul><li>Oak bench</li><li>Milk churn</li></ul>");

const reasonOf = (task: Promise<unknown>): Promise<string> =>
  task.then(
    () => "none",
    (error: unknown) => (isParseError(error) ? `${error.reason}: ${error.message}` : String(error)),
  );

test("does in a thread what the functions of these names do, and leaves the bytes to the caller", async () => {
  expect((await parser.parseDocument(page, list)).rows.map(({ title }) => title)).toEqual(["Oak bench", "Milk churn"]);
  expect((await parser.detectSource(page)).kind).toBe("page");
  const { root } = await parser.outlinePage(page);
  const ref = root.children?.[0]?.ref ?? root.ref;
  expect(ref).toBeGreaterThan(0);
  expect(await parser.matchPatterns(["KÄSE"], ["käse", "^brot"])).toEqual([[true, false]]);
  expect(page.bytes.length).toBeGreaterThan(0);
});

test("tells why a document was not read, in words and with what it is about", async () => {
  const wrong = parser.parseDocument(page, { ...list, rows: "li[[" });
  await expect(wrong).rejects.toMatchObject({ name: "ParseError", reason: "bad_selector", detail: "li[[" });
  expect(await reasonOf(parser.parseDocument(documentOf(""), list))).toBe(
    "empty_body: The source answered with nothing.",
  );
});

test("stops when nobody waits any more", async () => {
  const signal = AbortSignal.abort();
  expect(await reasonOf(parser.parseDocument(page, list, {}, { signal }))).toMatch(/^aborted/);
});

const feed: Recipe = { kind: "feed" };
const json: Recipe = { kind: "json", rows: '$[?search(@.t, "(a+)+$")]', fields: { title: "$.t" } };
const attributes = Array.from({ length: 80_000 }, (_, index) => `a${index}`).join(" ");
const hostile: [string, SourceDocument, Recipe, RegExp][] = [
  ["a million elements in each other", documentOf("<div>".repeat(1_000_000)), list, /^too_deep/],
  [
    "a million elements of XML in each other",
    documentOf(`<rss><channel><item>${"<a>".repeat(600_000)}</item></rss>`),
    feed,
    /^too_/,
  ],
  [
    "lists of JSON in each other",
    documentOf("[".repeat(900_000) + "]".repeat(900_000)),
    { ...json, rows: "$..a" },
    /^too_|^list_missing/,
  ],
  ["600,000 nodes", documentOf("<b>x</b>".repeat(300_000)), { ...list, rows: "b" }, /^too_|^none/],
  ["80,000 attributes", documentOf(`<p ${attributes}>x`), list, /^too_slow/],
  ["a search that explodes", documentOf(JSON.stringify([{ t: `${"a".repeat(60)}b` }])), json, /^too_slow/],
  [
    "a selector that explodes",
    documentOf("<i>".repeat(400) + "<b>".repeat(20_000)),
    { ...list, rows: "i i i i i i i i i i:has(q)" },
    /^too_|^list_/,
  ],
];

test.each(hostile)("bounds %s, and reads the next document", async (_what, document, recipe, reason) => {
  const started = performance.now();
  expect(await reasonOf(parser.parseDocument(document, recipe))).toMatch(reason);
  expect((await parser.parseDocument(page, list)).rows).toHaveLength(2);
  // With the start of a thread.
  expect(performance.now() - started).toBeLessThan(30_000);
});

test("bounds a regular expression that explodes", async () => {
  expect(await reasonOf(parser.matchPatterns([`${"a".repeat(60)}b`], ["(a+)+$"]))).toMatch(/^too_slow/);
  expect(await reasonOf(parser.matchPatterns(["a"], ["("]))).toMatch(/^bad_pattern/);
});
