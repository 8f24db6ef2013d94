import type { Element } from "domhandler";
import { decodeText } from "./decode";
import { elementsOf, loadPage, type Page } from "./dom";
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

/** The rows of a kind that the examples show: what is around them, repeats most, shows most, and holds the fields. */
function findRowSet(page: Page, clicked: Element[], fields: Element[]): RowSet | null {
  const [first, second] = [clicked[0] ?? fields[0], clicked[1]];
  if (first === undefined) return null;
  const pairs = second ? pairsOf(page, first, second) : [];
  const two = bestOf(page, pairs, fields);
  // Both may have been clicked inside one row.
  return two ?? bestOf(page, around(page, first), second ? [...fields, second] : fields);
}

type Example = { row: Element; other?: Element };

/** What is around an element, below the body. */
const chain = ({ $ }: Page, element: Element): Element[] =>
  [element, ...elementsOf($(element).parents())].filter(({ name }) => name !== "html" && name !== "body");

const around = (page: Page, clicked: Element): Example[] =>
  chain(page, clicked)
    .filter((row) => alikeSiblings(row).length > 1)
    .map((row) => ({ row }));

/** Elements of one kind around the two that were clicked, as far from what holds both. */
function pairsOf(page: Page, first: Element, second: Element): Example[] {
  const [mine, theirs] = [chain(page, first).toReversed(), chain(page, second).toReversed()];
  return mine.flatMap((row, depth) => {
    const other = theirs[depth];
    return other !== undefined && other !== row && areAlike(row, other) ? [{ row, other }] : [];
  });
}

function bestOf(page: Page, examples: Example[], fields: Element[]): RowSet | null {
  const chains = fields.map((field) => new Set(chain(page, field)));
  const inside = (row: Element) => chains.filter((one) => one.has(row)).length;
  const ranked = examples.flatMap(({ row, other }) => {
    const set = rowSet(page, row, other ? [other] : []);
    if (set === null || set.elements.length < 2) return [];
    // The fields may have been clicked in another row.
    const isHeld = inside(row) === fields.length || set.elements.some((one) => inside(one) === fields.length);
    return isHeld ? [{ set, score: Math.log2(set.elements.length + 1) * (1 + richness(page, row)) }] : [];
  });
  return ranked.toSorted((a, b) => b.score - a.score)[0]?.set ?? null;
}
