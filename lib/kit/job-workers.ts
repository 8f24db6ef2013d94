import { db } from "./db";
import { log } from "./log";

const BEAT_MS = 5_000;
/** A process that was not heard of for so long is taken for dead. */
const DEAD_AFTER = "30 seconds";

/**
 * Says every few seconds that the process working as `id` is alive, and frees the jobs of those that are not, so that
 * another takes them up within a minute. The queue itself would wait for four hours.
 */
export function keepWorkers(id: string): () => Promise<void> {
  const say = () =>
    beat(id).catch((error: unknown) => log().warn({ err: error }, "a worker could not say that it is alive"));
  let saying = say();
  const timer = setInterval(() => {
    saying = say();
  }, BEAT_MS);
  return async () => {
    clearInterval(timer);
    await saying;
    await db().$executeRaw`DELETE FROM workers WHERE id = ${id}`.catch(() => undefined);
  };
}

async function beat(id: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO workers (id, seen_at) VALUES (${id}, clock_timestamp())
    ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`;
  const dead = await freeDead();
  if (dead.length > 0) log().warn({ workers: dead }, "jobs of dead workers are taken up again");
}

/** Frees what workers hold that are gone or silent, and answers their ids. */
async function freeDead(): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT j.locked_by AS id FROM graphile_worker._private_jobs j
    LEFT JOIN workers w ON w.id = j.locked_by
    WHERE j.locked_by IS NOT NULL AND (w.seen_at IS NULL OR w.seen_at < clock_timestamp() - ${DEAD_AFTER}::interval)
      AND j.locked_at < clock_timestamp() - ${DEAD_AFTER}::interval`;
  const dead = rows.map((row) => row.id);
  if (dead.length > 0) {
    await db().$executeRaw`SELECT graphile_worker.force_unlock_workers(${dead})`;
    await db().$executeRaw`DELETE FROM workers WHERE id = ANY (${dead})`;
  }
  return dead;
}
