import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { dropListings } from "./listing-cache";
import { watchOf } from "./permissions";
import { publishDeletion } from "./publish-watch";
import { WatchInput } from "./watch-schemas";
import { deleteWatchRow } from "./watch-store";

/** Deletes a watch with its runs and all that it found. Errors: not_found. */
export const deleteWatch = defineVerb({
  name: "watches.delete",
  access: "member",
  input: WatchInput,
  output: z.void(),
  async run(ctx, { watchId }) {
    const row = await watchOf(ctx, watchId);
    await transact(
      async (tx, afterCommit) => {
        await deleteWatchRow(tx, watchId);
        afterCommit((committed) => dropListings(committed, row.ownerId));
        publishDeletion(afterCommit, row);
      },
      { timeout: 20_000 },
    );
    ctx.log.info({ watchId }, "watch deleted");
  },
});
