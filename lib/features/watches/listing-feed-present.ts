import { FeedQuery } from "./listing-feed-schemas";
import type { FeedRow } from "./listing-feed-store";
import type { ListingFeed } from "./listing-schemas";
import { feedSecret } from "./listing-secrets";

export const feedPath = (feedId: string): string => `/api/v1/feeds/${feedSecret(feedId)}`;

/** The listings that a feed tells of, as they were asked for when it was made. */
export const queryOf = ({ query }: Pick<FeedRow, "query">): FeedQuery => FeedQuery.parse(query);

export const presentFeed = (row: FeedRow): ListingFeed => ({
  id: row.id,
  name: row.name,
  path: feedPath(row.id),
  watchId: queryOf(row).watchId ?? null,
  createdAt: row.createdAt.toISOString(),
  readAt: row.readAt?.toISOString() ?? null,
});
