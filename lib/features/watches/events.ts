import { z } from "zod";
import { defineEvent, member } from "@/lib/shared/define-event";
import { Id } from "@/lib/shared/ids";
import { Listing } from "./listing-schemas";
import { Watch, WatchRun } from "./watch-schemas";

/** A run of a watch began. */
export const watchRunning = defineEvent("watch:running", z.strictObject({ watchId: Id }), {
  audience: [member],
  transient: true,
});

/** A watch is not as it was: it ran (then with its run), was started, stopped, changed or made. */
export const watchChanged = defineEvent(
  "watch:changed",
  z.strictObject({ watch: Watch.omit({ findsByDay: true }), run: WatchRun.nullable() }),
  { audience: [member] },
);

export const watchDeleted = defineEvent("watch:deleted", z.strictObject({ watchId: Id }), { audience: [member] });

/** Listings that a run found new or changed, or that their owner changed: the first 20 of `count`. */
export const listingsChanged = defineEvent(
  "listings:changed",
  z.strictObject({
    watchId: Id,
    listings: z.array(Listing).max(20),
    newIds: z.array(Id).max(20),
    count: z.number().int(),
  }),
  { audience: [member] },
);
