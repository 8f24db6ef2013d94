import { decodeText } from "./decode";
import { ParseError } from "./parse-error";
import { parseFeed } from "./parse-feed";
import { parseHtml } from "./parse-html";
import { parseJson } from "./parse-json";
import { parseStructured } from "./parse-structured";
import type { Hints, Parsed, Recipe, SourceDocument } from "./types";

/**
 * The rows of a document by a recipe: cleaned, with an identity, at most 1,000. Where nothing is found although nothing
 * says that the list is empty, it fails: what is missing is not gone.
 * @throws ParseError
 */
export function parseDocument(document: SourceDocument, recipe: Recipe, hints: Hints = {}): Parsed {
  const { text, notes } = decodeText(document);
  if (text.trim() === "") throw new ParseError("empty_body");
  switch (recipe.kind) {
    case "feed":
      return parseFeed(text, document.url, hints, notes);
    case "structured":
      return parseStructured(text, document.url, hints, notes);
    case "json":
      return parseJson(text, document.url, recipe, hints, notes);
    case "html":
      return parseHtml(text, document.url, recipe, hints, notes);
  }
}
