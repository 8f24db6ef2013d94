import type { FeatureManifest } from "@/lib/core/features/manifest";

/** What learn tells core about itself. */
export const learn: FeatureManifest = {
  name: "learn",
  limits: {
    /** Starting or submitting a quiz. */
    quiz: { limit: 20, windowMs: 3_600_000, keyedBy: "member", onStoreDown: "open" },
  },
  notifications: { quiz_result: { channels: { in_app: true, email: false, push: false } } },
  uses: { education: {}, quiz: {} },
};
