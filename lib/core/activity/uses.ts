import type { Ctx } from "@/lib/core/http/context";
import { remember, rememberAs } from "@/lib/kit/remember";
import type { Feature } from "./schemas";
import { trackUse } from "./track";

type Uses = Record<string, Feature>;
type Offering = { uses?: Uses };

const uses = (): Uses => remember<Uses>("feature-uses", () => ({}));

/** Tells the activity which verbs are use of which feature. Called once, at the start. */
export function offerUses(features: Offering[]): void {
  rememberAs("feature-uses", Object.assign({}, ...features.map((feature) => feature.uses ?? {})) as Uses);
}

/** Notes that a verb changed something, where it belongs to a feature. */
export function trackVerb(ctx: Ctx, verb: string): void {
  const feature = uses()[verb.slice(0, verb.indexOf("."))];
  if (feature) trackUse(ctx, feature);
}
