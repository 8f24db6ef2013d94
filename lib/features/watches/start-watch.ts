import { defineVerb } from "@/lib/core/verb/verb";
import { changeWatch } from "./change-watch";
import { viewWatch } from "./view-watch";
import { queueVisit } from "./visit-host";
import { Watch, WatchInput } from "./watch-schemas";

/** Lets a watch run at once, and from then on as its schedule says. Errors: not_found, rate_limited. */
export const startWatch = defineVerb({
  name: "watches.start",
  access: "member",
  rateLimits: ["scraper"],
  input: WatchInput,
  output: Watch,
  async run(ctx, { watchId }) {
    const now = new Date();
    const begun = { state: "running", stopReason: null, failures: 0, failingSince: null, failure: null } as const;
    const row = await changeWatch(
      ctx,
      watchId,
      ({ state, nextRunAt }) => (state === "running" && nextRunAt ? {} : { ...begun, nextRunAt: now, isAsked: true }),
      (tx, { host, nextRunAt }) => queueVisit(tx, host, nextRunAt ?? now),
    );
    return viewWatch(row);
  },
});
