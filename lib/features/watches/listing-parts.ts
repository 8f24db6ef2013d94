import type { FeatureManifest } from "@/lib/core/features/manifest";
import { createListingFeed } from "./create-listing-feed";
import { listingCard } from "./listing-card";
import { listingLimits } from "./listing-limits";
import { countListings } from "./listing-store";
import { updateListing } from "./update-listing";

/** What the manifest of watches says of listings. */
export const listingParts = {
  limits: listingLimits,
  cards: { offers: { listing: listingCard } },
  statistics: { listings: countListings },
  removals: [],
  uses: {
    watches: {
      [updateListing.verb]: "listing saved, hidden or noted",
      [createListingFeed.verb]: "feed made",
    },
  },
} satisfies Partial<FeatureManifest>;
