import { setTimeout as delay } from "node:timers/promises";
import type { World } from "./world";

/** A watch of each of `count` hosts of the loopback, at `pathOf`, and how its rows are found. */
type Plan = { port: number; count: number; pathOf: (index: number) => string; recipeOf: (index: number) => object };

/** Watches of the world's members, one a host, so that no gap between visits is waited for. Answers their URLs. */
export async function plantWatches(world: World, { port, count, pathOf, recipeOf }: Plan): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, index) => {
    const host = `127.1.${1 + Math.floor(index / 250)}.${1 + (index % 250)}:${port}`;
    const owner = world.members[index % world.members.length]?.id;
    return { host, url: `http://${host}${pathOf(index)}`, owner, recipe: recipeOf(index) };
  });
  const all = [JSON.stringify(rows)];
  await world.query(
    "INSERT INTO watch_hosts (host, robots_at) SELECT host, now() FROM jsonb_to_recordset($1) r (host text)",
    all,
  );
  await world.query("INSERT INTO watch_sources (url) SELECT url FROM jsonb_to_recordset($1) r (url text)", all);
  await world.query(
    `INSERT INTO watches (id, owner_id, name, url, host, recipe, schedule, state)
     SELECT gen_random_uuid(), owner, 'Watch', url, host, recipe, '{"kind":"every","minutes":10080}', 'running'
     FROM jsonb_to_recordset($1) r (owner uuid, url text, host text, recipe jsonb)`,
    all,
  );
  return rows.map(({ url }) => url);
}

const DUE = `
  WITH host AS (UPDATE watch_hosts SET next_at = now() - interval '1 second', robots_at = now(), visitor = NULL RETURNING host),
  watch AS (UPDATE watches SET next_run_at = now() - interval '1 second', failures = 0, state = 'running')
  SELECT graphile_worker.add_job('watches.visitHost', json_build_object('host', host), job_key => 'visit:' || host) FROM host`;

/** Lets all watches be due at once, and waits until they have run. Answers how many milliseconds that took. */
export async function runAll(world: World): Promise<number> {
  const began = performance.now();
  await world.query(DUE, []);
  for (;;) {
    const { rows } = (await world.query("SELECT count(*)::int AS due FROM watches WHERE next_run_at < now()", [])) as {
      rows: { due: number }[];
    };
    if (rows[0]?.due === 0) return performance.now() - began;
    await delay(20);
  }
}

export const dropWatches = async (world: World): Promise<void> => {
  for (const table of ["watches", "watch_sources", "watch_hosts"]) await world.query(`DELETE FROM ${table}`, []);
};
