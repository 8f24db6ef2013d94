import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { parser } from "./parsing/parser";
import { orRefuse, presentNode } from "./present-rows";
import { findSnapshot } from "./snapshot-store";
import { OutlineInput, PageOutline } from "./source-schemas";

/** What a person sees of a page that was fetched to be picked from, element by element. Errors: not_found after an hour. */
export const outlineSource = defineVerb({
  name: "watches.outline",
  access: "member",
  reads: true,
  input: OutlineInput,
  output: PageOutline,
  async run({ actor }, { snapshotId }) {
    const document = (await findSnapshot(actor.id, snapshotId)) ?? fail("not_found", "The page is not kept any more.");
    const { root, ...outline } = await orRefuse(parser.outlinePage(document));
    return { ...outline, root: presentNode(root) };
  },
});
