import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { Card } from "@/lib/core/cards/schemas";
import { MessageCard } from "./message-card";

const card: Card = {
  ...{ kind: "tea", id: "1", title: "Oolong <b>", text: "", url: "/teas/1", image: null },
  facts: [],
};
const html = (more: Partial<Card> = {}) =>
  renderToStaticMarkup(<MessageCard card={{ ...card, ...more }} />).replaceAll(/ class="[^"]*"/g, "");

it("leads to the thing by its name, and shows nothing that is not there", () => {
  const drawn = html();
  expect(drawn).toContain('<a href="/teas/1">Oolong &lt;b&gt;</a>');
  expect(drawn).not.toMatch(/<(?:img|dl)\b/);
});

it("shows its text and picture, and every fact with what it is", () => {
  const facts = ["Price", "Origin"].map((label) => ({ label, value: "4" }));
  const drawn = html({ text: "Dark", image: "/images/1", facts });
  expect(drawn).toContain("<p>Dark</p>");
  expect(drawn).toMatch(/<img src="\/images\/1" alt=""/);
  expect(drawn).toContain("<div><dt>Price</dt><dd>4</dd></div><div><dt>Origin</dt><dd>4</dd></div>");
});
