import type { FeatureManifest } from "@/lib/core/features/manifest";
import { listingCard } from "./listing-card";
import { listingLimits } from "./listing-limits";
import { countListings } from "./listing-store";

/** What the manifest of watches says of listings. */
export const listingParts = {
  limits: listingLimits,
  cards: { offers: { listing: listingCard } },
  statistics: { listings: countListings },
  removals: [],
} satisfies Partial<FeatureManifest>;
