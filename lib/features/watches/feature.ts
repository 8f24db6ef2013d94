import type { FeatureManifest } from "@/lib/core/features/manifest";

/** What watches tell core about themselves. */
export const watches: FeatureManifest = {
  name: "watches",
  limits: {
    /** Starting, stopping or running a watch. */
    scraper: { limit: 10, windowMs: 60_000, keyedBy: "member", onStoreDown: "local" },
  },
  notifications: { listing: { channels: { in_app: true, email: false, push: true } } },
  uses: { watches: {} },
};
