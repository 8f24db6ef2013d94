import { publishEvent } from "@/lib/core/realtime/publish";
import type { Query } from "@/lib/kit/db";
import type { AfterCommit } from "@/lib/kit/transact";
import { listingsChanged } from "./events";
import { dropListings } from "./listing-cache";
import { presentListing } from "./listing-present";
import { columnsOf, type ListingRow } from "./listing-store";

/** So many listings are told of at once to open pages. */
const TOLD_MAX = 20;

const TOLD = `SELECT ${columnsOf("left(l.text, 300)")} FROM listings l JOIN watches w ON w.id = l.watch_id
  WHERE l.id = ANY ($1::uuid[]) ORDER BY l.found_at DESC, l.id DESC`;

/** Shows the owner's open pages what is new and changed, the new ones first, and forgets lists that were kept. */
export async function tellListings(
  query: Query,
  afterCommit: AfterCommit,
  { id: watchId, ownerId }: { id: string; ownerId: string },
  { newIds, changedIds }: { newIds: string[]; changedIds: string[] },
): Promise<void> {
  const ids = [...newIds, ...changedIds];
  if (ids.length === 0) return;
  const rows = await query<ListingRow>("watches.told", TOLD, [ids.slice(0, TOLD_MAX)]);
  const told = { watchId, count: ids.length, newIds: newIds.slice(0, TOLD_MAX), listings: rows.map(presentListing) };
  afterCommit((committed) => {
    dropListings(committed, ownerId);
    publishEvent(committed, listingsChanged, { userId: ownerId }, told);
  });
}
