import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { ListingFeedInput } from "./listing-feed-schemas";
import { deleteFeed } from "./listing-feed-store";

/** Ends a feed of the caller's: its URL leads nowhere from now on. Errors: not_found. */
export const deleteListingFeed = defineVerb({
  name: "listings.deleteFeed",
  access: "member",
  input: ListingFeedInput,
  output: z.undefined(),
  async run(ctx, { feedId }) {
    if (!(await deleteFeed(ctx.actor.id, feedId))) fail("not_found", "There is no such feed.");
    return undefined;
  },
});
