import { hotQuery } from "@/lib/kit/db";
import type { Validators } from "./fetch-source";
import type { WatchRow } from "./watch-store";

/** What is known of a URL that watches look at. */
export type Source = Validators & {
  url: string;
  bodyHash: string | null;
  /** Counts bodies that differ from the one before; 0 before the first. */
  version: number;
  movedTo: string | null;
  movedAt: Date | null;
};

export type Due = { source: Source; watches: WatchRow[] };

/** So many watches of a URL are served by one visit, and those that are due within so many seconds with them. */
const WATCHES_MAX = 100;
const SOON = "20 seconds";

const FIRST = `
  SELECT w.url, s.etag, s.last_modified AS "lastModified", s.body_hash AS "bodyHash", coalesce(s.version, 0) AS version,
    s.moved_to AS "movedTo", s.moved_at AS "movedAt"
  FROM watches w LEFT JOIN watch_sources s ON s.url = w.url
  WHERE w.host = $1 AND w.next_run_at <= clock_timestamp()
  ORDER BY w.next_run_at LIMIT 1`;

const COLUMNS = `id, owner_id AS "ownerId", name, url, host, recipe, filters, schedule, notify, hints, state,
  stop_reason AS "stopReason", next_run_at AS "nextRunAt", is_asked AS "isAsked", seen_version AS "seenVersion", successes,
  failures, failing_since AS "failingSince", failure, last_run_at AS "lastRunAt", last_success_at AS "lastSuccessAt",
  last_find_at AS "lastFindAt", listing_count AS "listingCount", version, created_at AS "createdAt",
  updated_at AS "updatedAt"`;

const SAME_URL = `
  SELECT ${COLUMNS} FROM watches WHERE url = $1 AND next_run_at <= clock_timestamp() + interval '${SOON}'
  ORDER BY next_run_at LIMIT ${WATCHES_MAX}`;

const NOTHING: Source = {
  ...{ url: "", etag: null, lastModified: null, bodyHash: null, version: 0, movedTo: null, movedAt: null },
};

/** The URL of a host that has been due for longest, and the watches that look at it. */
export async function readDue(host: string): Promise<Due> {
  const [source] = await hotQuery<Source>("watches.firstDue", FIRST, [host]);
  if (!source) return { source: NOTHING, watches: [] };
  return { source, watches: await hotQuery<WatchRow>("watches.dueAt", SAME_URL, [source.url]) };
}

const NEXT = "SELECT min(next_run_at) AS at FROM watches WHERE host = $1 AND next_run_at <= $2";

/** When the next watch of a host is due, if that is before `until`. */
export async function readNextDue(host: string, until: Date): Promise<Date | undefined> {
  const [row] = await hotQuery<{ at: Date | null }>("watches.nextDue", NEXT, [host, until]);
  return row?.at ?? undefined;
}

const HOSTS = `
  SELECT w.host, greatest(min(w.next_run_at), min(h.next_at)) AS at
  FROM watches w JOIN watch_hosts h ON h.host = w.host
  WHERE w.next_run_at <= $1 GROUP BY w.host`;

/** The hosts that something is due at before `until`, and when. */
export const readDueHosts = (until: Date): Promise<{ host: string; at: Date }[]> =>
  hotQuery<{ host: string; at: Date }>("watches.dueHosts", HOSTS, [until]);

const STORE = `
  UPDATE watch_sources SET etag = $2, last_modified = $3, body_hash = $4, version = $5, moved_to = $6::text,
    moved_at = CASE WHEN $6::text IS NULL THEN NULL WHEN moved_to = $6::text THEN moved_at ELSE clock_timestamp() END,
    fetched_at = clock_timestamp()
  WHERE url = $1`;

/** Stores what a server said of a source, for the next question. */
export async function storeSource(source: Source): Promise<void> {
  const { url, etag, lastModified, bodyHash, version, movedTo } = source;
  await hotQuery("watches.storeSource", STORE, [url, etag, lastModified, bodyHash, version, movedTo]);
}
