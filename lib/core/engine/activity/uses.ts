import type { Ctx } from "@/lib/core/context";
import { remember, rememberAs } from "@/lib/kit/remember";
import type { Feature } from "./schemas";
import { trackUse } from "./track";

/** By feature: the verbs that are its use, each with what was done, such as `message sent`. */
export type Uses = Partial<Record<Feature, Record<string, string>>>;
type Use = { feature: Feature; what: string };

const uses = (): Map<string, Use> => remember("feature-uses", () => new Map<string, Use>());

/** Tells the activity which verbs are use of which feature. Called once, at the start. */
export function offerUses(features: { uses?: Uses }[]): void {
  const known = features.flatMap(({ uses: own = {} }) =>
    (Object.keys(own) as Feature[]).flatMap((feature) =>
      Object.entries(own[feature] ?? {}).map(([verb, what]): [string, Use] => [verb, { feature, what }]),
    ),
  );
  rememberAs("feature-uses", new Map(known));
}

/** Notes that a verb was done, where that is use of a feature. */
export function trackVerb(ctx: Ctx, verb: string): void {
  const use = uses().get(verb);
  if (use) trackUse(ctx, use.feature, use.what);
}
