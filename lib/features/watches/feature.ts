import type { FeatureManifest } from "@/lib/core/features/manifest";
import { daysAgo } from "@/lib/core/tasks/clean-up";
import { PAGE_MAX } from "@/lib/shared/bounds";
import { createWatch } from "./create-watch";
import { importWatches } from "./import-watches";
import { listWatches } from "./list-watches";
import { listingParts } from "./listing-parts";
import { forgetPersonalData, hasWatches, readPersonalData } from "./personal-data";
import { runWatch } from "./run-watch";
import { scheduleVisits } from "./schedule-visits";
import { deleteOldSnapshots } from "./snapshot-store";
import { startWatch } from "./start-watch";
import { stopWatch } from "./stop-watch";
import { VISIT_HOST, visitHost } from "./visit-host";
import { countRunning, deleteRunsBefore, deleteUnusedSources } from "./watch-store";

/** How long runs are kept, in days. */
const RUNS_KEPT = 60;

/** What watches tell core about themselves. */
export const watches: FeatureManifest = {
  name: "watches",
  start: (ctx) => listWatches(ctx, { limit: PAGE_MAX }),
  limits: {
    /** Starting, stopping or running a watch. */
    scraper: { limit: 10, windowMs: 60_000, keyedBy: "member", onStoreDown: "local" },
    ...listingParts.limits,
  },
  tasks: [scheduleVisits],
  slowJobs: { [VISIT_HOST]: visitHost },
  removals: [
    (limit) => deleteRunsBefore(daysAgo(RUNS_KEPT), limit),
    deleteOldSnapshots,
    deleteUnusedSources,
    ...listingParts.removals,
  ],
  notifications: {
    listing: { channels: { in_app: true, email: false, push: true } },
    watch: { channels: { in_app: true, email: true, push: false } },
  },
  uses: {
    watches: {
      [createWatch.verb]: "watch made",
      [startWatch.verb]: "watch started",
      [stopWatch.verb]: "watch stopped",
      [runWatch.verb]: "watch run",
      [importWatches.verb]: "watches imported",
      ...listingParts.uses.watches,
    },
  },
  statistics: { watches: countRunning, ...listingParts.statistics },
  personalData: { read: readPersonalData, forget: forgetPersonalData, isBack: hasWatches },
  cards: listingParts.cards,
};
