import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { firstPage } from "./listing-cache";
import { type ListingPlace, placeOf, readListings, type Wanted } from "./listing-list-store";
import { presentListing } from "./listing-present";
import { ListingPage, type ListingQuery, ListListingsInput } from "./listing-schemas";
import { ownsWatch } from "./listing-store";

const Amount = z.string().regex(/^\d{1,16}(\.\d{1,4})?$/);
/** The sort is part of a place, which means nothing in a list that is sorted otherwise. A price may be missing: then it is "". */
const Position = z.union([
  z.tuple([z.literal(["found", "changed"]), Moment, Id]),
  z.tuple([z.literal(["cheapest", "dearest"]), z.union([Amount, z.literal("")]), Id]),
]);

/**
 * What the caller's watches found, of one watch or of all: filtered, searched and sorted, with the listings that have no
 * price last. Errors: invalid_input, not_found (a watch that is not theirs).
 */
export const listListings = defineVerb({
  name: "listings.list",
  access: "member",
  reads: true,
  input: ListListingsInput,
  output: ListingPage,
  async run(ctx, { limit, cursor, ...query }) {
    const after = placeAfter(cursor, query);
    const wanted = { ...query, ownerId: ctx.actor.id, take: limit + 1, after };
    const read = () => readPage(wanted, limit);
    return after ? read() : firstPage(ctx.actor.id, { ...query, limit }, read);
  },
});

async function readPage(wanted: Wanted, limit: number) {
  const { ownerId, watchId, sort } = wanted;
  const rows = await readListings(wanted);
  if (rows.length === 0 && watchId && !(await ownsWatch(ownerId, watchId)))
    fail("not_found", "There is no such watch.");
  const position = (row: (typeof rows)[number]) => {
    const [value, id] = placeOf(wanted, row);
    return [sort, value ?? "", id];
  };
  return toPage(rows, limit, position, presentListing);
}

function placeAfter(cursor: string | undefined, { sort }: ListingQuery): ListingPlace | undefined {
  const position = readCursor(
    cursor,
    Position.refine(([of]) => of === sort),
  );
  return position && [position[1] === "" ? null : position[1], position[2]];
}
