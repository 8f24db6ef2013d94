import type { Element } from "domhandler";
import { decodeText } from "./decode";
import { elementsOf, loadPage, type Page, parentElement } from "./dom";
import { fieldPick } from "./field-selector";
import { pageRefs } from "./page-refs";
import { ParseError } from "./parse-error";
import { idPick } from "./row-id";
import { type RowSet, rowSet } from "./row-selector";
import { alikeSiblings, areAlike, richness } from "./row-shape";
import { FIELDS, type Field, type FieldPick, type Picks, type Recipe, type SourceDocument } from "./types";

/**
 * The recipe for what a member clicked on the outline of a page: all rows of the kind of the one or two examples, and
 * in each the fields that were clicked in one.
 * @throws ParseError bad_pick when something is not on the page, or nothing like it repeats
 */
export function recipeFromPicks(document: SourceDocument, picks: Picks): Recipe {
  const page = loadPage(decodeText(document).text, document.url);
  const { elementAt } = pageRefs(page);
  const clicked = picks.rows.map(elementAt);
  const fields = FIELDS.flatMap((field) => {
    const ref = picks.fields[field];
    return ref === undefined ? [] : [[field, elementAt(ref)] as const];
  });
  const set = findRowSet(
    page,
    clicked,
    fields.map(([, element]) => element),
  );
  if (set === null) throw new ParseError("bad_pick");
  return recipeFor(page, set, Object.fromEntries(fields));
}

/** A recipe for rows and the elements of their fields, each in one of the rows. */
export function recipeFor(page: Page, set: RowSet, fields: Partial<Record<Field, Element>>): Recipe {
  const picks: Partial<Record<Field, FieldPick>> = {};
  const all: typeof fields = { link: fields.title, ...fields };
  for (const field of FIELDS) {
    const element = all[field];
    const row =
      element && set.elements.find((one) => one === element || elementsOf(page.$(element).parents()).includes(one));
    const pick = row && fieldPick(page, row, element, field, set.elements);
    if (pick) picks[field] = pick;
  }
  const id = picks.id ?? idPick(set.elements);
  if (id) picks.id = id;
  const { list, rows } = set;
  return { kind: "html", ...(list !== undefined && { list }), rows, fields: picks };
}

function findRowSet(page: Page, clicked: Element[], fields: Element[]): RowSet | null {
  const [first, second] = [clicked[0] ?? fields[0], clicked[1]];
  if (first === undefined) return null;
  const pair = second ? pairOf(page, first, second) : null;
  // Both may have been clicked inside one row.
  if (pair) return rowSet(page, pair[0], [pair[1]]);
  return bestAround(page, first, second ? [...fields, second] : fields);
}

/** The two elements that hold two examples and stand in one list, when these are of a kind. */
function pairOf({ $ }: Page, first: Element, second: Element): [Element, Element] | null {
  const mine = [first, ...elementsOf($(first).parents())];
  const theirs = [second, ...elementsOf($(second).parents())];
  const common = mine.find((element) => theirs.includes(element));
  if (common === undefined) return null;
  const [a, b] = [mine[mine.indexOf(common) - 1], theirs[theirs.indexOf(common) - 1]];
  if (a === undefined || b === undefined) return null;
  if (areAlike(a, b) && alikeSiblings(a).length > 1) return [a, b];
  return null;
}

/** The element around what was clicked that repeats most, shows most, and holds the fields. */
function bestAround(page: Page, clicked: Element, fields: Element[]): RowSet | null {
  const around = [clicked, ...elementsOf(page.$(clicked).parents())].filter(
    ({ name }) => name !== "html" && name !== "body",
  );
  const inside = (row: Element) =>
    fields.filter((field) => field === row || elementsOf(page.$(field).parents()).includes(row));
  const ranked = around.flatMap((row) => {
    if (parentElement(row) === null || alikeSiblings(row).length < 2) return [];
    const set = rowSet(page, row);
    if (set === null || set.elements.length < 2) return [];
    const held = inside(row).length;
    // Fields of another row are as good when that is one of these.
    const elsewhere =
      fields.length - held > 0 && set.elements.some((other) => other !== row && inside(other).length === fields.length);
    if (held < fields.length && !elsewhere) return [];
    return [{ set, score: Math.log2(set.elements.length + 1) * (1 + richness(page, row)) }];
  });
  return ranked.toSorted((a, b) => b.score - a.score)[0]?.set ?? null;
}
