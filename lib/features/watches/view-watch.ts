import { presentWatch } from "./present";
import type { Watch } from "./watch-schemas";
import { readFinds, type WatchRow } from "./watch-store";

/** Watches with what they found on each of the last days. */
export async function viewWatches(rows: WatchRow[]): Promise<Watch[]> {
  const finds = await readFinds(
    rows.map(({ id }) => id),
    new Date(),
  );
  return rows.map((row) => presentWatch(row, finds.get(row.id) ?? []));
}

export async function viewWatch(row: WatchRow): Promise<Watch> {
  const [watch] = await viewWatches([row]);
  return watch as Watch;
}
