import { defineVerb } from "@/lib/core/verb/verb";
import { changeWatch } from "./change-watch";
import { viewWatch } from "./view-watch";
import { queueVisit } from "./visit-host";
import { Watch, WatchInput } from "./watch-schemas";

/** Runs a watch as soon as its host may be visited, also one that is stopped: it stays so. Errors: not_found, rate_limited. */
export const runWatch = defineVerb({
  name: "watches.run",
  access: "member",
  rateLimits: ["scraper"],
  input: WatchInput,
  output: Watch,
  async run(ctx, { watchId }) {
    const now = new Date();
    const row = await changeWatch(
      ctx,
      watchId,
      ({ nextRunAt }) => ({ isAsked: true, nextRunAt: nextRunAt && nextRunAt < now ? nextRunAt : now }),
      (tx, { host }) => queueVisit(tx, host, now),
    );
    return viewWatch(row);
  },
});
