import { hotQuery } from "@/lib/kit/db";
import { autocommit } from "@/lib/kit/transact";
import { invalid } from "@/lib/shared/errors";
import type { Filters } from "./filter-schemas";
import { type Filtered, passes } from "./filters";
import { dropListings } from "./listing-cache";
import { fitPattern } from "./read-rows";

/** Listings that are judged at once. */
const BATCH = 500;

type Owned = { id: string; ownerId: string };
type Stored = Filtered & { id: string; matched: boolean };

const READ = `
  SELECT id, title, text, price::text, availability, coalesce(least(published_at, found_at), found_at) AS at, matched
  FROM listings WHERE watch_id = $1 AND id > $2::uuid ORDER BY id LIMIT ${BATCH}`;

const TURN = "UPDATE listings SET matched = NOT matched WHERE id = ANY ($1::uuid[])";

const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Judges what a watch has found by other filters; with `isTrial` nothing is stored.
 * @throws invalid_input when the regular expression takes too long
 */
export async function rejudge({ id: watchId, ownerId }: Owned, filters: Filters, isTrial = false): Promise<void> {
  const now = new Date();
  for (let last = FIRST; ; ) {
    const rows = await hotQuery<Stored>("watches.judged", READ, [watchId, last]);
    const fits = await fitPattern(rows, filters.pattern);
    if (!fits) return invalid("filters.pattern", "takes too long on what the watch has found");
    const turned = rows.filter((row, index) => passes(filters, row, now, fits[index]) !== row.matched);
    if (!isTrial && turned.length > 0) {
      await autocommit(async ({ query }, afterCommit) => {
        await query("watches.turnMatched", TURN, [turned.map(({ id }) => id)]);
        afterCommit((committed) => dropListings(committed, ownerId));
      });
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < BATCH) return;
  }
}
