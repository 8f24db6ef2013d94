import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { parser } from "./parsing/parser";
import type { Picks, SourceDocument } from "./parsing/types";
import { orRefuse, presentRow, SHOWN_MAX } from "./present-rows";
import type { Recipe } from "./recipe-schemas";
import { findSnapshot } from "./snapshot-store";
import { PickedRows, PickRowsInput } from "./source-schemas";

/** The rows that were meant by what was clicked, or that a recipe gives. Errors: not_found after an hour, invalid_input. */
export const pickRows = defineVerb({
  name: "watches.pick",
  access: "member",
  input: PickRowsInput,
  output: PickedRows,
  async run({ actor }, { snapshotId, picks, recipe: given }) {
    const document = (await findSnapshot(actor.id, snapshotId)) ?? fail("not_found", "The page is not kept any more.");
    const recipe = given ?? (await recipeOf(document, picks as Picks));
    const { rows, notes } = await orRefuse(parser.parseDocument(document, recipe));
    return { recipe, rows: rows.slice(0, SHOWN_MAX).map(presentRow), count: rows.length, notes: notes.slice(0, 20) };
  },
});

const recipeOf = (document: SourceDocument, picks: Picks): Promise<Recipe> =>
  orRefuse(parser.recipeFromPicks(document, picks));
