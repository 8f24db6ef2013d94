import { expect, test } from "vitest";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";
import { draftOf, recipeOf } from "./recipe-draft";

test.each<Recipe>([
  { kind: "feed" },
  { kind: "structured" },
  { kind: "json", rows: "$.items[*]", fields: { title: "$.name" } },
  {
    kind: "html",
    list: "ul.offers",
    rows: "li",
    fields: { title: { selector: "h2" }, link: { selector: "", attribute: "data-url" }, id: { selector: "" } },
  },
  { kind: "html", rows: "article", fields: {} },
])("is the same after it was typed: %j", (recipe) => {
  expect(recipeOf(draftOf(recipe))).toEqual(recipe);
});
