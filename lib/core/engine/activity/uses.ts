import type { Ctx } from "@/lib/core/context";
import { trackUse } from "./track";
import { usePoint } from "./types";

type Use = { feature: string; what: string };

const uses = usePoint.derive((all) => {
  const byVerb = all.flatMap((some) =>
    Object.entries(some).flatMap(([feature, verbs]) =>
      Object.entries(verbs).map(([verb, what]): [string, Use] => [verb, { feature, what }]),
    ),
  );
  return new Map(byVerb);
});

/** Notes that a verb was done, where that is use of a feature. */
export function trackVerb(ctx: Ctx, verb: string): void {
  const use = uses().get(verb);
  if (use) trackUse(ctx, use.feature, use.what);
}
