import { expect, test } from "vitest";
import { detectSource } from "./detect-source";
import { parseDocument } from "./parse-document";
import { recipeFromPicks } from "./pick-recipe";

const documentOf = (text: string, contentType = "text/html") => ({
  ...{ bytes: Buffer.from(text), contentType },
  url: "https://yard.example/shop/list",
});
const detect = (text: string, contentType?: string) => detectSource(documentOf(text, contentType));

test("knows a feed by what it holds, whatever it is called", () => {
  const { kind, title, recipes } = detect(
    "<rss version='2.0'><channel><title>Yard</title><item><title>A</title></item></channel></rss>",
    "text/plain",
  );
  expect([kind, title, recipes[0]?.recipe, recipes[0]?.count]).toEqual(["feed", "Yard", { kind: "feed" }, 1]);
  const json = detect('{"version":"https://jsonfeed.org/version/1","title":"Y","items":[{"id":"1","title":"A"}]}');
  expect([json.kind, json.recipes[0]?.label]).toEqual(["feed", "Feed with 1 row"]);
});

test("finds lists of objects in JSON, and what their properties are", () => {
  const offers = [1, 2, 3].map((id) => ({
    id,
    name: `Bench ${id}`,
    web_url: `/b/${id}`,
    price: { amount: 12.5 + id, currency: "EUR" },
  }));
  const { kind, recipes } = detect(JSON.stringify({ meta: { tags: [{ name: "x" }] }, "the data": { offers } }));
  expect(kind).toBe("json");
  expect(recipes[0]?.recipe).toEqual({
    ...{ kind: "json", rows: "$['the data'].offers[*]" },
    fields: { title: "$.name", link: "$.web_url", price: "$.price", id: "$.id" },
  });
  expect(recipes[0]?.rows[0]).toMatchObject({
    link: "https://yard.example/b/1",
    price: { amount: "13.50", currency: "EUR" },
  });
  expect(detect("[]").recipes).toEqual([]);
  expect(detect("42").recipes).toEqual([]);
});

test("finds the feeds behind a page, and otherwise guesses", () => {
  const named = detect(
    '<link rel="alternate" type="application/rss+xml" title="News" href="/news.rss"><link rel="alternate" hreflang="de" href="/de"><a href="/blog/feed/">Feed</a><p>words</p>',
  );
  expect(named.feeds).toEqual([
    { url: "https://yard.example/news.rss", title: "News", type: "application/rss+xml" },
    { url: "https://yard.example/blog/feed/", title: "Feed", type: null },
  ]);
  const guessed = detect("<p>words</p>").feeds;
  expect(guessed[0]).toEqual({ url: "https://yard.example/feed", title: null, type: null, guess: true });
  expect(guessed.every(({ guess }) => guess)).toBe(true);
});

test("takes the rows of a page before data about the page itself", () => {
  const rows = [1, 2, 3, 4, 5]
    .map((id) => `<li class="offer"><a href="/o/${id}">Offer number ${id}</a> <b>${id} €</b></li>`)
    .join("");
  const graph = '<meta property="og:title" content="Offers">';
  const { recipes } = detect(`<head>${graph}</head><ul>${rows}</ul>`);
  expect(recipes.map(({ recipe, count }) => [recipe.kind, count])).toEqual([
    ["html", 5],
    ["structured", 1],
  ]);
  expect(recipes[0]?.label).toBe("5 rows like “Offer number 1”");
});

test("finds nothing where nothing is, and says why a page has nothing", () => {
  expect(detect("<p>Just one paragraph of words.</p>").recipes).toEqual([]);
  expect(detect('<div id="app"></div><script src="/a.js"></script>').needsJavaScript).toBe(true);
  expect(() => detect("")).toThrow("answered with nothing");
  expect(() => detect("<h1>403 Forbidden</h1>")).toThrow("did not let Throng in");
  expect(() => detect('{"a": [1, 2')).toThrow("cut off");
});

test("refuses a click on what is not there, or on what does not repeat", () => {
  const document = documentOf("<h1>Only one</h1><p>paragraph</p>");
  expect(() => recipeFromPicks(document, { rows: [99_999], fields: {} })).toThrow("is not on the page");
  expect(() => recipeFromPicks(document, { rows: [5], fields: {} })).toThrow("is not on the page");
});

test("fails rather than tell that all is gone, when a page is another one", () => {
  const rows = [1, 2, 3].map((id) => `<li><a href="/o/${id}">Offer number ${id}</a></li>`).join("");
  for (const list of [`<ul>${rows}</ul>`, `<ul class="offers">${rows}</ul>`]) {
    const recipe = detect(`<main>${list}</main>`).recipes[0]?.recipe;
    if (recipe === undefined) throw new Error("Nothing was found.");
    const read = (html: string) => parseDocument(documentOf(html), recipe).rows.length;
    expect(read(`<main>${list}</main>`)).toBe(3);
    expect(() => read("<main><h1>Down for repairs</h1><p>We are back at noon.</p></main>")).toThrow("not on the page");
    if (list.includes("class")) expect(read('<main><ul class="offers"></ul></main>')).toBe(0);
  }
});
