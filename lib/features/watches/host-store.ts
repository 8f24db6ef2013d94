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
  UPDATE watch_hosts SET visitor = NULL, visited_until = NULL, failures = $4,
    next_at = greatest(next_at, clock_timestamp() + make_interval(secs => $3 / 1000.0))
  WHERE host = $1 AND visitor = $2`;

/** Ends a visit: the next one begins `waitMs` from now at the earliest. */
export async function releaseHost(host: string, visitor: string, waitMs: number, failures: number): Promise<void> {
  await hotQuery("watches.releaseHost", RELEASE, [host, visitor, waitMs, failures]);
}

const ROBOTS = "UPDATE watch_hosts SET robots = $2, robots_at = clock_timestamp() WHERE host = $1";

export async function storeRobots(host: string, robots: string | null): Promise<void> {
  await hotQuery("watches.storeRobots", ROBOTS, [host, robots]);
}
