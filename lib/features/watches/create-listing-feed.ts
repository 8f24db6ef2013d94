import { defineVerb } from "@/lib/core/verb/verb";
import { hotTransaction } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { presentFeed } from "./listing-feed-present";
import { CreateListingFeedInput, FEEDS_MAX } from "./listing-feed-schemas";
import { insertFeed, lockFeeds } from "./listing-feed-store";
import { ListingFeed } from "./listing-schemas";
import { ownsWatch } from "./listing-store";

/** Makes a secret URL at which feed readers find listings of the caller's. Errors: not_found, conflict (too many). */
export const createListingFeed = defineVerb({
  name: "listings.createFeed",
  access: "member",
  input: CreateListingFeedInput,
  output: ListingFeed,
  async run(ctx, { name, ...asked }) {
    const ownerId = ctx.actor.id;
    if (asked.watchId && !(await ownsWatch(ownerId, asked.watchId))) fail("not_found", "There is no such watch.");
    const row = await hotTransaction(async ({ query }) => {
      if ((await lockFeeds(query, ownerId)) >= FEEDS_MAX)
        fail("conflict", `You have ${FEEDS_MAX} feeds, which is as many as you may.`);
      return insertFeed(query, { id: newId(), ownerId, name, asked });
    });
    return presentFeed(row);
  },
});
