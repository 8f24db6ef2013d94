import { personalDataPoint } from "@/lib/core/accounts/personal-data/keepers";
import { statisticsPoint } from "@/lib/core/admin/get-system-stats";
import { cardAcceptorPoint, cardOfferPoint } from "@/lib/core/cards/registry";
import { usePoint } from "@/lib/core/engine/activity/types";
import { rateLimitPoint } from "@/lib/core/engine/rate-limits/types";
import { groupPoint } from "@/lib/core/groups/registry";
import { kindPoint } from "@/lib/core/notifications/types";
import { liveEventPoint, syncPoint } from "@/lib/core/realtime/live-events";
import { settingsHooks } from "@/lib/core/settings/hooks";
import { featureSettingsPoint } from "@/lib/core/settings/types";
import { removalPoint } from "@/lib/core/tasks/clean-up";
import { jobPoint, slowJobPoint, taskPoint } from "@/lib/core/tasks/registry";
import { capabilities } from "./capabilities";
import type { FeatureManifest } from "./manifest";

/**
 * Makes the features of this instance known to core, beside its own capabilities. Called once, before anything is asked
 * for; tests call it with what they plant.
 * @throws Error when two of them use the same name
 */
export function installFeatures(features: readonly FeatureManifest[]): void {
  const all = [...capabilities, ...features];
  const parts = <T>(of: (one: FeatureManifest) => T | undefined): T[] =>
    all.map(of).filter((part): part is T & {} => part !== undefined);
  rateLimitPoint.install(parts(({ limits }) => limits));
  usePoint.install(parts(({ uses }) => uses));
  kindPoint.install(parts(({ notifications }) => notifications));
  liveEventPoint.install(parts(({ live }) => live));
  syncPoint.install(parts(({ sync }) => sync));
  taskPoint.install(parts(({ tasks }) => tasks).flat());
  jobPoint.install(parts(({ jobs }) => jobs));
  slowJobPoint.install(parts(({ slowJobs }) => slowJobs));
  removalPoint.install(parts(({ removals }) => removals).flat());
  statisticsPoint.install(parts(({ statistics }) => statistics));
  cardOfferPoint.install(parts(({ cards }) => cards?.offers));
  cardAcceptorPoint.install(parts(({ cards }) => cards?.accepts));
  groupPoint.install(parts(({ groups }) => groups?.offers));
  settingsHooks.install(parts(({ settings }) => settings));
  featureSettingsPoint.install(
    parts(({ name, settings }) => settings?.schema && { feature: name, schema: settings.schema }),
  );
  personalDataPoint.install(parts(({ name, personalData }) => personalData && { name, ...personalData }));
  refuseDoubles(all);
}

/** Where a name stands for one thing in the whole instance. */
const NAMED = {
  limits: rateLimitPoint,
  uses: usePoint,
  notifications: kindPoint,
  live: liveEventPoint,
  sync: syncPoint,
  jobs: jobPoint,
  "slow jobs": slowJobPoint,
  statistics: statisticsPoint,
  "cards that are offered": cardOfferPoint,
  "places of cards": cardAcceptorPoint,
  groups: groupPoint,
};

function refuseDoubles(all: readonly FeatureManifest[]): void {
  refuseDouble(
    "features",
    all.map(({ name }) => name),
  );
  refuseDouble(
    "tasks",
    taskPoint.all().map(({ name }) => name),
  );
  for (const [part, point] of Object.entries(NAMED))
    refuseDouble(
      part,
      point.all().flatMap((some) => Object.keys(some)),
    );
}

function refuseDouble(part: string, names: string[]): void {
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new Error(`Two features bring “${double}” under ${part}.`);
}
