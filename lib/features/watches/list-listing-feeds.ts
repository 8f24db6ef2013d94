import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentFeed } from "./listing-feed-present";
import { ListingFeedPage, ListListingFeedsInput } from "./listing-feed-schemas";
import { readFeeds } from "./listing-feed-store";

const Position = z.tuple([Moment, Id]);

/** The caller's feeds with their secret URLs, the newest first. Errors: invalid_input. */
export const listListingFeeds = defineVerb({
  name: "listings.listFeeds",
  access: "member",
  reads: true,
  input: ListListingFeedsInput,
  output: ListingFeedPage,
  async run(ctx, { limit, cursor }) {
    const rows = await readFeeds(ctx.actor.id, limit + 1, readCursor(cursor, Position));
    return toPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id], presentFeed);
  },
});
