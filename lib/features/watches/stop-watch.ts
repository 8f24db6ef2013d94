import { defineVerb } from "@/lib/core/verb/verb";
import { changeWatch } from "./change-watch";
import { viewWatch } from "./view-watch";
import { Watch, WatchInput } from "./watch-schemas";

/** Lets a watch rest; what it found stays. A run under way is not stored. Errors: not_found, rate_limited. */
export const stopWatch = defineVerb({
  name: "watches.stop",
  access: "member",
  rateLimits: ["scraper"],
  input: WatchInput,
  output: Watch,
  run: async (ctx, { watchId }) =>
    viewWatch(
      await changeWatch(ctx, watchId, () => ({ state: "stopped", stopReason: null, nextRunAt: null, isAsked: false })),
    ),
});
