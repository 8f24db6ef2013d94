import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { presentListing } from "./listing-present";
import { Listing, ListingInput } from "./listing-schemas";
import { readListing } from "./listing-store";

/** A listing of the caller's, with its whole text. Errors: not_found. */
export const getListing = defineVerb({
  name: "listings.get",
  access: "member",
  reads: true,
  input: ListingInput,
  output: Listing,
  async run(ctx, { listingId }) {
    return presentListing(
      (await readListing(ctx.actor.id, listingId)) ?? fail("not_found", "There is no such listing."),
    );
  },
});
