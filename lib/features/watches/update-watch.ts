import type { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import type { Prisma } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import { changeWatch } from "./change-watch";
import { dropListings } from "./listing-cache";
import { watchOf } from "./permissions";
import { planOf } from "./present";
import { rejudge } from "./rejudge";
import { nextRun } from "./schedule";
import { hostOf, sourceUrl } from "./source-url";
import { viewWatch } from "./view-watch";
import { queueVisit } from "./visit-host";
import { UpdateWatchInput, Watch } from "./watch-schemas";
import { knowSource, type WatchRow } from "./watch-store";

type Input = Omit<z.output<typeof UpdateWatchInput>, "watchId">;

/**
 * Changes what is named. A new address or recipe is read at once when the watch runs; new filters hold for what it has found
 * as well. Errors: not_found, invalid_input, conflict when it was changed since `version`.
 */
export const updateWatch = defineVerb({
  name: "watches.update",
  access: "member",
  input: UpdateWatchInput,
  output: Watch,
  async run(ctx, { watchId, ...input }) {
    const asked = { ...input, ...(input.url !== undefined && { url: sourceUrl(input.url) }) };
    // What cannot be judged by them must not be stored.
    if (asked.filters) await rejudge(await watchOf(ctx, watchId), asked.filters, true);
    const row = await changeWatch(
      ctx,
      watchId,
      (before) => changesOf(before, asked),
      async (tx, after, afterCommit) => {
        await knowSource(tx.query, after);
        if (after.isAsked) await queueVisit(tx, after.host, new Date());
        // Lists say what the watch is called.
        if (asked.name !== undefined) afterCommit((committed) => dropListings(committed, after.ownerId));
      },
    );
    if (asked.filters) await rejudge(row, asked.filters);
    return viewWatch(row);
  },
});

function changesOf(before: WatchRow, { version, ...asked }: Input): Prisma.WatchUncheckedUpdateManyInput {
  if (version !== undefined && version !== before.version) fail("conflict", "The watch was changed since it was read.");
  const { notify, schedule, url, ...rest } = asked;
  const isReread = (url !== undefined && url !== before.url) || asked.recipe !== undefined;
  const now = new Date();
  return {
    ...rest,
    ...(notify && { notify: { ...planOf(before).notify, ...notify } }),
    ...(schedule && { schedule, ...(before.state === "running" && { nextRunAt: nextRun(schedule, now) }) }),
    ...(url !== undefined && { url, host: hostOf(url) }),
    ...(isReread && { seenVersion: 0, hints: {} }),
    ...(isReread && before.state === "running" && { nextRunAt: now, isAsked: true }),
  };
}
