import type { RateLimit } from "@/lib/core/engine/rate-limits/types";

/** What counts by a secret in place of a sign-in, by the name of the limit. */
export const listingLimits: Record<string, RateLimit> = {
  /** Reading a feed at its secret URL. */
  feeds: { limit: 60, windowMs: 3_600_000, keyedBy: "secret", onStoreDown: "open" },
  /** Loading an image. */
  images: { limit: 600, windowMs: 60_000, keyedBy: "secret", onStoreDown: "open" },
};
