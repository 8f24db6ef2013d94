import { setTimeout as delay } from "node:timers/promises";
import { type Db, db } from "./db";
import { log } from "./log";
import { transact } from "./transact";

const BEAT_MS = 5_000;
/** A process that was not heard of for so long is taken for dead. */
const DEAD_AFTER = "30 seconds";
/** How long beats must have come through before the silence of others counts, and the pause between two that ends that. */
const TRUSTED_MS = 30_000;
const GAP_MS = 15_000;

/** Any number, the same in every process: who holds this advisory lock frees what dead workers hold. */
const LOCK = 7_240_620;

/** Hears the ids of jobs that dead workers hold, in the transaction that frees them. */
export type OnCutShort = (jobIds: string[], tx: Db) => Promise<void>;

/**
 * Says every few seconds that the process working as `id` is alive, and frees the jobs of those that are not, so that
 * another takes them up within a minute. The queue itself would wait for four hours. While the database was away everybody
 * was silent: nobody is freed before our own beats have come through for half a minute. The answered function ends it.
 */
export function startWorkers(id: string, onCutShort: OnCutShort): () => Promise<void> {
  const end = new AbortController();
  const beats = startBeating(id, onCutShort, end.signal);
  return async () => {
    end.abort();
    await beats;
    await db().$executeRaw`DELETE FROM workers WHERE id = ${id}`.catch(() => undefined);
  };
}

async function startBeating(id: string, onCutShort: OnCutShort, signal: AbortSignal): Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  let trustedFrom = Number.POSITIVE_INFINITY;
  while (!signal.aborted) {
    try {
      await beat(id);
      const now = performance.now();
      if (now - last > GAP_MS) trustedFrom = now + TRUSTED_MS;
      last = now;
      if (now >= trustedFrom) await freeDead(onCutShort);
    } catch (error) {
      last = Number.NEGATIVE_INFINITY;
      log().warn({ err: error }, "a worker could not say that it is alive");
    }
    await delay(BEAT_MS, undefined, { signal }).catch(() => undefined);
  }
}

const beat = (id: string): Promise<number> => db().$executeRaw`
  INSERT INTO workers (id, seen_at) VALUES (${id}, clock_timestamp())
  ON CONFLICT (id) DO UPDATE SET seen_at = excluded.seen_at`;

/**
 * Frees what workers hold that are gone or silent, one process at a time. Until the commit nobody else can begin it, so
 * what is noted of it is the dead one's.
 */
export async function freeDead(onCutShort: OnCutShort): Promise<void> {
  const dead = await transact(async (tx) => {
    const [lock] = await tx.$queryRaw<{ isOurs: boolean }[]>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS "isOurs"`;
    const rows = lock?.isOurs ? await heldByDead(tx) : [];
    if (rows.length === 0) return [];
    const workers = [...new Set(rows.map(({ worker }) => worker))];
    await onCutShort(
      rows.map(({ job }) => job),
      tx,
    );
    await tx.$executeRaw`SELECT graphile_worker.force_unlock_workers(${workers})`;
    await tx.$executeRaw`DELETE FROM workers WHERE id = ANY (${workers})`;
    return workers;
  });
  if (dead.length > 0) log().warn({ workers: dead }, "jobs of dead workers are taken up again");
}

const heldByDead = (tx: Db) => tx.$queryRaw<{ job: string; worker: string }[]>`
  SELECT j.id::text AS job, j.locked_by AS worker FROM graphile_worker._private_jobs j
  LEFT JOIN workers w ON w.id = j.locked_by
  WHERE j.locked_by IS NOT NULL AND (w.seen_at IS NULL OR w.seen_at < clock_timestamp() - ${DEAD_AFTER}::interval)
    AND j.locked_at < clock_timestamp() - ${DEAD_AFTER}::interval`;
