// Begins first: it waits for a dead process to be noticed.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeMember } from "@/lib/core/testing/members";
import { db, pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Launched, launchServer } from "@/server/testing/run-server";

const HOSTS = 200;
const EACH = 10;
/** What lies between two visits of a host at least, in milliseconds. */
const GAP_MS = 2_000;

const database = testDatabase();
const servers: Launched[] = [];

type Visit = { path: string; from: number; to: number };
/** What came to each host, robots.txt aside. */
const visits = new Map<string, Visit[]>();
const robots = new Map<string, Visit[]>();

/** Every host of the loopback network answers here. */
const site: Server = createServer((req, res) => {
  const host = req.headers.host ?? "";
  const path = req.url ?? "";
  const into = path === "/robots.txt" ? robots : visits;
  const visit = { path, from: performance.now(), to: Number.POSITIVE_INFINITY };
  into.set(host, [...(into.get(host) ?? []), visit]);
  res.on("close", () => void (visit.to = performance.now()));
  if (path === "/robots.txt") return void res.writeHead(404).end();
  setTimeout(() => res.writeHead(200, { "content-type": "application/rss+xml" }).end(feed(path)), 30);
});
const feed = (path: string) =>
  `<rss version="2.0"><channel><title>${path}</title><item><guid>${path}</guid><title>One of ${path}</title></item></channel></rss>`;

beforeAll(async () => {
  await new Promise<void>((done) => site.listen(0, "0.0.0.0", done));
  const { port } = site.address() as AddressInfo;
  const { id: ownerId } = await makeMember();
  await pool().query(
    `INSERT INTO watch_hosts (host) SELECT '127.0.1.' || n || ':' || $1::text FROM generate_series(1, ${HOSTS}) n`,
    [port],
  );
  await pool().query(
    `INSERT INTO watches (id, owner_id, name, url, host, recipe, schedule, state, next_run_at)
     SELECT gen_random_uuid(), $2::uuid, 'Watch ' || m, 'http://' || host || '/' || m, host, '{"kind":"feed"}',
       '{"kind":"every","minutes":600}', 'running', now() - interval '1 minute'
     FROM (SELECT '127.0.1.' || n || ':' || $1::text AS host FROM generate_series(1, ${HOSTS}) n) h, generate_series(1, ${EACH}) m`,
    [port, ownerId],
  );
  await pool().query("INSERT INTO watch_sources (url) SELECT url FROM watches");
  const env = { DATABASE_URL: database.url, ROLES: "worker", FETCH_ALLOW: "127.0.0.0/8" };
  servers.push(launchServer({ env }), launchServer({ env }));
});
afterAll(async () => {
  await Promise.all(servers.map(({ kill9 }) => kill9()));
  site.close();
});

const runs = () => db().watchRun.count();
const due = () => db().watch.count({ where: { nextRunAt: { lt: new Date() } } });

test("two workers run what is due once, host by host with a gap, and one takes up what the other was killed in", async () => {
  await expect.poll(runs, { timeout: 120_000 }).toBeGreaterThan(200);
  await servers[0]?.kill9();
  await expect.poll(due, { timeout: 400_000, interval: 1_000 }).toBe(0);

  const byWatch = await db().watchRun.groupBy({ by: ["watchId"], _count: true });
  expect(byWatch).toHaveLength(HOSTS * EACH);
  expect(byWatch.filter(({ _count }) => _count !== 1)).toEqual([]);
  expect(await db().watchRun.count({ where: { outcome: "failed" } })).toBe(0);
  expect(await db().listing.count()).toBe(HOSTS * EACH);
  const gaps = [...visits.values()].flatMap((all) =>
    all.slice(1).map(({ from }, index) => from - (all[index]?.to ?? 0)),
  );
  expect(gaps).not.toEqual([]);
  // The clock of this process and that of the database may differ by a little.
  expect(gaps.filter((gap) => gap < GAP_MS - 50)).toEqual([]);
});
