import { z } from "zod";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";
import { ListingFeed, listingFilters } from "./listing-schemas";
import { Name } from "./watch-schemas";

/** How many feeds a member has at most, and how many listings one tells of. */
export const FEEDS_MAX = 20;
export const FEED_ITEMS = 50;

const { sort: _, ...filters } = listingFilters;

/** Which listings a feed tells of: those that it found last come first. */
export const FeedQuery = z.strictObject(filters);
export type FeedQuery = z.output<typeof FeedQuery>;

export const CreateListingFeedInput = FeedQuery.extend({ name: Name });

export const ListListingFeedsInput = z.strictObject(pageFields);
export const ListingFeedPage = pageOf(ListingFeed);

export const ListingFeedInput = z.strictObject({ feedId: Id });

/** What stands in the URL of a feed: its secret and, after a dot, its form. RSS without one. */
export const ReadListingFeedInput = z.strictObject({ secret: z.string().max(100) });
