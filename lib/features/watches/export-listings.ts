import { FileAnswer, fileOf } from "@/lib/core/verb/file";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { placeOf, readListings } from "./listing-list-store";
import { presentListing } from "./listing-present";
import { ExportListingsInput, type Listing } from "./listing-schemas";
import { type ListingRow, ownsWatch } from "./listing-store";

/** All listings of the caller's that a list would show, with their whole text, as a file. Errors: not_found, invalid_input. */
export const exportListings = defineVerb({
  name: "listings.export",
  access: "member",
  reads: true,
  input: ExportListingsInput,
  output: FileAnswer,
  async run(ctx, { format, ...query }) {
    const ownerId = ctx.actor.id;
    if (query.watchId && !(await ownsWatch(ownerId, query.watchId))) fail("not_found", "There is no such watch.");
    return fileOf(
      "listings",
      format,
      (take, last: ListingRow | undefined) =>
        readListings({ ...query, ownerId, take, after: last && placeOf(query, last), isWhole: true }),
      async (rows) => rows.map(presentListing),
      columnsOf,
    );
  },
});

const columnsOf = (listing: Listing) => ({
  id: listing.id,
  watch: listing.watchName,
  title: listing.title,
  link: listing.link,
  price: listing.price,
  currency: listing.currency,
  price_before: listing.priceBefore,
  lowest_price: listing.lowestPrice,
  availability: listing.availability,
  published_at: listing.publishedAt,
  found_at: listing.foundAt,
  changed_at: listing.changedAt,
  gone_at: listing.goneAt,
  saved_at: listing.savedAt,
  hidden_at: listing.hiddenAt,
  matched: String(listing.matched),
  note: listing.note,
  text: listing.text,
});
