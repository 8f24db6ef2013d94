import { type Db, db, hotQuery, type Prisma, type Query } from "@/lib/kit/db";

export type WatchRow = Prisma.WatchGetPayload<object>;
export type WatchRunRow = Prisma.WatchRunGetPayload<object>;

export const findWatch = (id: string, tx: Db = db()): Promise<WatchRow | null> =>
  tx.watch.findUnique({ where: { id } });

/** Where a list goes on: after the watch made then. */
type Position = readonly [createdAt: string, id: string];

/** A member's watches whose name or URL holds `q`, newest first. */
export function listWatchRows(ownerId: string, q: string, take: number, after?: Position): Promise<WatchRow[]> {
  const matches = q && { OR: [{ name: holds(q) }, { url: holds(q) }] };
  return db().watch.findMany({
    where: { AND: [{ ownerId }, matches || {}, after ? isAfter("createdAt", after) : {}] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take,
  });
}

/** What stands for other letters in LIKE is a letter here. */
const holds = (q: string) => ({ contains: q.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const });

const isAfter = (key: "createdAt" | "startedAt", [at, id]: Position) => ({
  OR: [{ [key]: { lt: new Date(at) } }, { [key]: new Date(at), id: { lt: id } }],
});

export const countWatches = (ownerId: string, tx: Db = db()): Promise<number> => tx.watch.count({ where: { ownerId } });

/** Of all members: those that run. */
export const countRunning = (): Promise<number> => db().watch.count({ where: { state: "running" } });

/** Holds the member's account until the transaction ends, so that two who make a watch at once are counted one by one. False without one. */
export async function lockOwner(tx: Db, ownerId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT 1 FROM users WHERE id = ${ownerId}::uuid FOR NO KEY UPDATE`;
  return rows.length > 0;
}

export const insertWatch = (tx: Db, data: Prisma.WatchUncheckedCreateInput): Promise<WatchRow> =>
  tx.watch.create({ data });

/** Changes a watch of which nobody else changed anything since it was read; undefined when someone did. */
export async function updateWatchRow(
  tx: Db,
  { id, version }: Pick<WatchRow, "id" | "version">,
  data: Prisma.WatchUncheckedUpdateManyInput,
): Promise<WatchRow | undefined> {
  const changed = { ...data, version: version + 1, updatedAt: new Date() };
  const [row] = await tx.watch.updateManyAndReturn({ where: { id, version }, data: changed });
  return row;
}

export const deleteWatchRow = (tx: Db, id: string) => tx.watch.deleteMany({ where: { id } });

/** Runs of a watch, newest first. */
export const listRunRows = (watchId: string, take: number, after?: Position): Promise<WatchRunRow[]> =>
  db().watchRun.findMany({
    where: { watchId, ...(after && isAfter("startedAt", after)) },
    orderBy: [{ startedAt: "desc" }, { id: "desc" }],
    take,
  });

const FINDS = `
  SELECT watch_id AS "watchId", sum(fresh)::int AS finds,
    extract(day FROM date_trunc('day', $2::timestamptz, 'UTC') - date_trunc('day', started_at, 'UTC'))::int AS age
  FROM watch_runs WHERE watch_id = ANY ($1::uuid[]) AND started_at > $2::timestamptz - interval '14 days'
  GROUP BY 1, 3`;

/** Days that `findsByDay` tells of. */
const DAYS = 14;

/** What each watch found on each of the last 14 days (UTC), the oldest first. */
export async function readFinds(watchIds: string[], now: Date): Promise<Map<string, number[]>> {
  type Row = { watchId: string; age: number; finds: number };
  const rows = await hotQuery<Row>("watches.finds", FINDS, [watchIds, now]);
  const byWatch = new Map(watchIds.map((id) => [id, Array.from({ length: DAYS }, () => 0)]));
  for (const { watchId, age, finds } of rows) {
    const days = byWatch.get(watchId);
    const place = DAYS - 1 - age;
    if (days && place >= 0) days[place] = finds;
  }
  return byWatch;
}

const KNOWN_HOST = "INSERT INTO watch_hosts (host) VALUES ($1) ON CONFLICT DO NOTHING";
const KNOWN_SOURCE = "INSERT INTO watch_sources (url) VALUES ($1) ON CONFLICT DO NOTHING";

/** Makes sure that a host and a source are known. */
export async function knowSource(query: Query, { host, url }: { host: string; url: string }): Promise<void> {
  await query("watches.knowHost", KNOWN_HOST, [host]);
  await query("watches.knowSource", KNOWN_SOURCE, [url]);
}

/** Deletes at most `limit` runs that began before `time`. */
export const deleteRunsBefore = (time: Date, limit: number) => db().$executeRaw`
  DELETE FROM watch_runs WHERE id IN (SELECT id FROM watch_runs WHERE started_at < ${time}::timestamptz LIMIT ${limit})`;

/** Deletes at most `limit` sources that no watch looks at. */
export const deleteUnusedSources = (limit: number) => db().$executeRaw`
  DELETE FROM watch_sources WHERE url IN (
    SELECT s.url FROM watch_sources s WHERE NOT EXISTS (SELECT 1 FROM watches w WHERE w.url = s.url) LIMIT ${limit})`;

/** The URLs that a member watches. */
export const findUrls = async (ownerId: string): Promise<string[]> =>
  (await db().watch.findMany({ where: { ownerId }, select: { url: true } })).map(({ url }) => url);
