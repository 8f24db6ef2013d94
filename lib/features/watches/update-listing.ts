import { publishEvent } from "@/lib/core/realtime/publish";
import { defineVerb } from "@/lib/core/verb/verb";
import { type Committed, hotTransaction } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { listingsChanged } from "./events";
import { dropListings } from "./listing-cache";
import { presentListing } from "./listing-present";
import { Listing, UpdateListingInput } from "./listing-schemas";
import { type ListingRow, lockListing, type Mark, markListing } from "./listing-store";
import { searchText } from "./listing-words";

/** How much of a text the owner's pages are told. */
const TOLD_MAX = 300;

/** Saves a listing, hides it, or notes something about it, for its owner; or takes that back. Errors: not_found. */
export const updateListing = defineVerb({
  name: "listings.update",
  access: "member",
  input: UpdateListingInput,
  output: Listing,
  async run(ctx, { listingId, ...change }) {
    const ownerId = ctx.actor.id;
    const row = await hotTransaction(async ({ query }, afterCommit) => {
      const now = (await lockListing(query, ownerId, listingId)) ?? fail("not_found", "There is no such listing.");
      const mark = markOf(now, change);
      if (!mark) return now;
      const changed = (await markListing(query, listingId, mark)) ?? fail("not_found");
      afterCommit((committed) => tellOwner(committed, changed));
      return changed;
    });
    return presentListing(row);
  },
});

type Change = { saved?: boolean; hidden?: boolean; note?: string };

/** What a change makes of a listing; undefined when it is that already. */
function markOf(row: ListingRow, { saved, hidden, note = row.note }: Change): Mark | undefined {
  const savedAt = since(row.savedAt, saved);
  const hiddenAt = since(row.hiddenAt, hidden);
  if (savedAt === row.savedAt && hiddenAt === row.hiddenAt && note === row.note) return undefined;
  return { savedAt, hiddenAt, note, words: searchText(row.ownerId, { ...row, note }) };
}

/** Since when something holds that did or did not until now. */
const since = (at: Date | null, holds = at !== null): Date | null => (holds ? (at ?? new Date()) : null);

function tellOwner(committed: Committed, row: ListingRow): void {
  dropListings(committed, row.ownerId);
  const listing = presentListing({ ...row, text: [...row.text].slice(0, TOLD_MAX).join("") });
  const { ownerId: userId, watchId } = row;
  publishEvent(committed, listingsChanged, { userId }, { watchId, listings: [listing], newIds: [], count: 1 });
}
