import { PICK_FIELDS, type PickField } from "@/components/watches/source-words";
import type { Recipe } from "@/lib/features/watches/recipe-schemas";

type DraftField = { selector: string; attribute: string };

/** A recipe as it is typed: every field is there, and may be empty. */
export type RecipeDraft = {
  kind: Recipe["kind"];
  list: string;
  rows: string;
  fields: Readonly<Record<PickField | "id", DraftField>>;
};

export const DRAFT_FIELDS: readonly (PickField | "id")[] = [...PICK_FIELDS, "id"];

const EMPTY: DraftField = { selector: "", attribute: "" };
/** "" as a selector stands for the row itself; typed it is a dot, so that it is not taken for nothing. */
const ROW = ".";

export function draftOf(recipe: Recipe | null): RecipeDraft {
  const kind = recipe?.kind ?? "html";
  const fields = Object.fromEntries(DRAFT_FIELDS.map((name) => [name, fieldOf(recipe, name)])) as RecipeDraft["fields"];
  const rows = recipe?.kind === "html" || recipe?.kind === "json" ? recipe.rows : "";
  return { kind, list: (recipe?.kind === "html" && recipe.list) || "", rows, fields };
}

function fieldOf(recipe: Recipe | null, name: PickField | "id"): DraftField {
  if (recipe?.kind === "json") return { ...EMPTY, selector: recipe.fields[name] ?? "" };
  const pick = recipe?.kind === "html" ? recipe.fields[name] : undefined;
  return pick ? { selector: pick.selector || ROW, attribute: pick.attribute ?? "" } : EMPTY;
}

export function recipeOf({ kind, list, rows, fields }: RecipeDraft): Recipe {
  if (kind === "feed" || kind === "structured") return { kind };
  const named = DRAFT_FIELDS.filter((name) => fields[name].selector !== "" || fields[name].attribute !== "");
  if (kind === "json") {
    return { kind, rows, fields: Object.fromEntries(named.map((name) => [name, fields[name].selector])) };
  }
  const picks = named.map((name) => {
    const { selector, attribute } = fields[name];
    return [name, { selector: selector === ROW ? "" : selector, ...(attribute && { attribute }) }];
  });
  return { kind, ...(list && { list }), rows, fields: Object.fromEntries(picks) };
}
