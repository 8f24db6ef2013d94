import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentPrice } from "./listing-present";
import { ListPricesInput, PricePage } from "./listing-schemas";
import { readListing, readPrices } from "./listing-store";

const Position = z.tuple([Moment]);

/** What a listing of the caller's cost, the newest first. Errors: not_found, invalid_input. */
export const listPrices = defineVerb({
  name: "listings.listPrices",
  access: "member",
  reads: true,
  input: ListPricesInput,
  output: PricePage,
  async run(ctx, { listingId, limit, cursor }) {
    const [before] = readCursor(cursor, Position) ?? [];
    if (!(await readListing(ctx.actor.id, listingId))) fail("not_found", "There is no such listing.");
    const rows = await readPrices(listingId, limit + 1, before);
    return toPage(rows, limit, ({ at }) => [at.toISOString()], presentPrice);
  },
});
