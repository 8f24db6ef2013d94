import { expect, test } from "vitest";
import { canonicalLink, identify } from "./identity";
import type { Row } from "./types";

const draft = (given: Partial<Row>): Omit<Row, "key"> => ({
  ...{ id: null, title: "T", link: null, text: "", image: null, price: null, availability: null, publishedAt: null },
  ...given,
});

const keysOf = (...rows: Partial<Row>[]): string[] => identify(rows.map(draft)).rows.map(({ key }) => key);

test("knows a row by its id before its link, and by its link before its content", () => {
  expect(keysOf({ id: "1", link: "https://y.example/a" }, { link: "https://y.example/b" }, { title: "C" })).toEqual([
    "id:1",
    "link://y.example/b",
    "text:C",
  ]);
});

test("passes over an id that several rows have, and notes it", () => {
  const { rows, notes } = identify([
    draft({ id: "7", title: "Red", link: "https://y.example/r" }),
    draft({ id: "7", title: "Green", link: "https://y.example/g" }),
  ]);
  expect(rows.map(({ key }) => key)).toEqual(["link://y.example/r", "link://y.example/g"]);
  expect(notes).toEqual([{ code: "doubled_id", detail: "7" }]);
});

test("keeps one of a row that stands there twice, and both of two that only look the same", () => {
  const row = { id: "1", link: "https://y.example/a" };
  expect(keysOf(row, row)).toEqual(["id:1"]);
  expect(keysOf({ link: "https://y.example/a?utm_source=x" }, { link: "https://y.example/a" })).toHaveLength(1);
  expect(keysOf({ title: "Chair" }, { title: "Chair" })).toEqual(["text:Chair", "text:Chair#2"]);
});

test("tells rows apart whose links differ only in what tracks", () => {
  expect(
    keysOf({ title: "A", link: "https://y.example/p?sid=1" }, { title: "B", link: "https://y.example/p?sid=2" }),
  ).toEqual(["both://y.example/p?sid=1\nA", "both://y.example/p?sid=2\nB"]);
});

test.each([
  ["https://Y.example/p?b=2&a=1#top", "//y.example/p?a=1&b=2"],
  ["http://y.example:80/p?utm_source=a&fbclid=b", "//y.example/p"],
  ["https://y.example/p;jsessionid=AB12?q=1", "//y.example/p?q=1"],
  ["https://y.example/#/item/3", "//y.example/#/item/3"],
  ["https://y.example/p/", "//y.example/p/"],
])("knows %s as %s", (link, key) => {
  expect(canonicalLink(link)).toBe(key);
});

test("has keys of at most 200 characters, the same for the same", () => {
  const long = { id: "x".repeat(400) };
  const [key = ""] = keysOf(long);
  expect(key).toMatch(/^id:sha256:[\w-]{43}$/);
  expect(keysOf(long)).toEqual([key]);
  expect(keysOf({ id: `${long.id}y` })).not.toEqual([key]);
});
