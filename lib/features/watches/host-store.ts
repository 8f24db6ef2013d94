import { hotQuery } from "@/lib/kit/db";

export type Host = { host: string; failures: number; robots: string | null; robotsAt: Date | null };

const CLAIM = `
  UPDATE watch_hosts SET visitor = $2, visited_until = clock_timestamp() + make_interval(secs => $3)
  WHERE host = $1 AND next_at <= clock_timestamp()
    AND (visitor IS NULL OR visitor = $2 OR visited_until < clock_timestamp())
  RETURNING host, failures, robots, robots_at AS "robotsAt"`;

/**
 * Lets `visitor` visit a host for so many seconds, when it may be visited at this moment and no other does: one of all
 * processes at a time.
 */
export async function claimHost(host: string, visitor: string, seconds: number): Promise<Host | undefined> {
  const [row] = await hotQuery<Host>("watches.claimHost", CLAIM, [host, visitor, seconds]);
  return row;
}

const FREE_AT = `
  SELECT greatest(next_at, CASE WHEN visitor IS NOT NULL THEN visited_until END, clock_timestamp()) AS at
  FROM watch_hosts WHERE host = $1`;

/** When a host may be visited next, as far as it is known; undefined for a host that nobody looks at. */
export async function freeAt(host: string): Promise<Date | undefined> {
  const [row] = await hotQuery<{ at: Date }>("watches.hostFreeAt", FREE_AT, [host]);
  return row?.at;
}

const RELEASE = `
  WITH free AS (
    UPDATE watch_hosts SET visitor = NULL, visited_until = NULL, failures = $4,
      next_at = greatest(next_at, clock_timestamp() + make_interval(secs => $3 / 1000.0))
    WHERE host = $1 AND visitor = $2
    RETURNING next_at
  )
  SELECT greatest((SELECT next_at FROM free), min(next_run_at)) AS at
  FROM watches WHERE host = $1 AND next_run_at <= clock_timestamp() + make_interval(secs => $5)`;

/** How a visit ended: what lies between it and the next one at least, and how many in a row nobody answered. */
export type VisitEnd = { waitMs: number; failures: number };

/** Ends a visit. Answers when the next one is due, where that is before so many seconds are over. */
export async function releaseHost(
  host: string,
  visitor: string,
  { waitMs, failures }: VisitEnd,
  aheadSeconds = 0,
): Promise<Date | undefined> {
  const values = [host, visitor, waitMs, failures, aheadSeconds];
  const [row] = await hotQuery<{ at: Date | null }>("watches.releaseHost", RELEASE, values);
  return row?.at ?? undefined;
}

const ROBOTS = "UPDATE watch_hosts SET robots = $2, robots_at = clock_timestamp() WHERE host = $1";

export async function storeRobots(host: string, robots: string | null): Promise<void> {
  await hotQuery("watches.storeRobots", ROBOTS, [host, robots]);
}
