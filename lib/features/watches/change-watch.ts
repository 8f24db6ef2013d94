import type { Ctx, Member } from "@/lib/core/context";
import type { Prisma } from "@/lib/kit/db";
import { type AfterCommit, type Tx, transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { watchOf } from "./permissions";
import { publishWatch } from "./publish-watch";
import { updateWatchRow, type WatchRow } from "./watch-store";

const TRIES = 3;

type Changes = Prisma.WatchUncheckedUpdateManyInput;

/**
 * Changes a watch of the caller by what `decide` makes of it as it stands, and tells its pages; `then` belongs to the same
 * unit of work.
 * @throws not_found, conflict when others change it all the time
 */
export async function changeWatch(
  ctx: Ctx<Member>,
  watchId: string,
  decide: (row: WatchRow) => Changes,
  then: (tx: Tx, row: WatchRow, afterCommit: AfterCommit) => Promise<unknown> = async () => undefined,
): Promise<WatchRow> {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await watchOf(ctx, watchId);
    const after = await transact(async (tx, afterCommit) => {
      const row = await updateWatchRow(tx, before, decide(before));
      if (!row) return undefined;
      await then(tx, row, afterCommit);
      publishWatch(afterCommit, row);
      return row;
    });
    if (after) return after;
  }
  return fail("conflict", "The watch is being changed. Try again.");
}
