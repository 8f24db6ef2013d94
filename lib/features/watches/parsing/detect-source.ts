import type { JsonValue } from "jsonpath-rfc9535";
import { isBlocked, needsJavaScript } from "./blocked";
import { decodeText } from "./decode";
import { loadPage, type Page, titleOf } from "./dom";
import { ROWS_MAX } from "./drafts";
import { seemsJsonFeed } from "./feed-json";
import { feedStart } from "./feed-text";
import { findFeeds } from "./find-feeds";
import { guessJson } from "./guess-json";
import { guessRows } from "./guess-rows";
import { isParseError, ParseError } from "./parse-error";
import { parseFeed } from "./parse-feed";
import { rowsOf } from "./parse-html";
import { jsonRows, readJson } from "./parse-json";
import { structuredRows } from "./parse-structured";
import { cleanLine, cut } from "./text";
import type { Detection, Parsed, Recipe, SourceDocument, Suggestion } from "./types";

/** How many rows of a suggestion are shown. */
const SHOWN = 20;
/** How many rows of a guess are read: what repeats is only counted. */
const READ = 60;

/**
 * What a document is, and recipes that give rows of it, best first: a feed; the data of a page; what repeats on a page;
 * lists in JSON. A document of which nothing can be made has none.
 * @throws ParseError empty_body, blocked, cut_off, too_deep
 */
export function detectSource(document: SourceDocument): Detection {
  const { text } = decodeText(document);
  if (text.trim() === "") throw new ParseError("empty_body");
  if (feedStart(text) !== null) return feedDetection(parseFeed(text, document.url, {}, []));
  const json = asJson(text);
  if (json === undefined) return detectPage(loadPage(text, document.url));
  if (seemsJsonFeed(json)) return feedDetection(parseFeed(text, document.url, {}, []));
  const recipes = guessJson(json).flatMap((recipe) => suggest(recipe, () => jsonRows(json, document.url, recipe, {})));
  return { kind: "json", title: null, language: null, feeds: [], recipes, needsJavaScript: false };
}

/** The value of a JSON document; undefined when it is none. */
function asJson(text: string): JsonValue | undefined {
  if (!/^\s*(?:[[{"\d]|true|false|null|\)\]\})/.test(text)) return undefined;
  try {
    return readJson(text);
  } catch (error) {
    if (isParseError(error) && error.reason === "not_json") return undefined;
    throw error;
  }
}

function feedDetection(parsed: Parsed): Detection {
  const recipes = [suggestion({ kind: "feed" }, parsed)];
  return { kind: "feed", title: parsed.title, language: parsed.language, feeds: [], recipes, needsJavaScript: false };
}

function detectPage(page: Page): Detection {
  if (isBlocked(page)) throw new ParseError("blocked");
  const structured = suggest({ kind: "structured" }, () => structuredRows(page, {}));
  const guesses = guessRows(page).flatMap(({ recipe, set }) =>
    recipe.kind === "html" ? suggest(recipe, () => rowsOf(page, recipe, {}, [], READ), set.elements.length) : [],
  );
  // Data about the page itself is one row; whoever watches a list wants its rows.
  const isOne = structured[0]?.count === 1 && (guesses[0]?.count ?? 0) > 3;
  return {
    kind: "page",
    title: cleanLine(titleOf(page)) || null,
    language: page.language,
    feeds: findFeeds(page),
    recipes: isOne ? [...guesses, ...structured] : [...structured, ...guesses],
    needsJavaScript: needsJavaScript(page),
  };
}

/** A suggestion, or none when its recipe gives no rows. */
function suggest(recipe: Recipe, parse: () => Parsed, found = 0): Suggestion[] {
  try {
    const parsed = parse();
    return parsed.rows.length === 0 ? [] : [suggestion(recipe, parsed, found)];
  } catch (error) {
    if (isParseError(error)) return [];
    throw error;
  }
}

function suggestion(recipe: Recipe, { rows }: Parsed, found = 0): Suggestion {
  // Of more rows than were read nobody knows which stand there twice.
  const count = found > READ ? Math.min(found, ROWS_MAX) : rows.length;
  return { recipe, label: labelOf(recipe, count, rows[0]?.title ?? ""), rows: rows.slice(0, SHOWN), count };
}

function labelOf({ kind }: Recipe, count: number, title: string): string {
  const number = `${count} ${count === 1 ? "row" : "rows"}`;
  if (kind === "feed") return `Feed with ${number}`;
  if (kind === "structured") return `Data of the page, ${number}`;
  return `${number} like “${cut(title, 60)}”`;
}
