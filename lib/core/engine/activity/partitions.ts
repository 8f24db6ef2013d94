import { setTimeout as delay } from "node:timers/promises";
import { pool, withoutLimits } from "@/lib/kit/db";

const DAY = 86_400_000;
const WEEK = 7 * DAY;
/** A Monday, 00:00 UTC. */
const MONDAY = Date.UTC(2024, 0, 1);
/** Any number, the same in every process: who holds this advisory lock makes partitions. */
const LOCK = 7_240_619;
/** Between two weeks: giving their files back keeps the disk from writing what others wait for. */
const PAUSE_MS = 250;
const NAME = /^activity_(\d{4})(\d{2})(\d{2})$/;

/** The beginning of the week (UTC) that holds `at`, in milliseconds. */
const weekOf = (at: number): number => MONDAY + Math.floor((at - MONDAY) / WEEK) * WEEK;

const nameOf = (week: number): string => `activity_${new Date(week).toISOString().slice(0, 10).replaceAll("-", "")}`;

/** Makes the partitions that hold these times, and the next `ahead` ones after the latest, unless they are there. */
export async function makePartitions(times: Date[], ahead = 0): Promise<string[]> {
  const weeks = new Set(times.map((at) => weekOf(at.getTime())));
  const last = Math.max(...weeks);
  for (let n = 1; n <= ahead; n++) weeks.add(last + n * WEEK);
  const made: string[] = [];
  for (const week of [...weeks].sort((a, b) => a - b)) if (await makePartition(week)) made.push(nameOf(week));
  return made;
}

/** A table of its own that is then attached: unlike one made as a partition, that keeps no reader or writer waiting. */
async function makePartition(week: number): Promise<boolean> {
  const name = nameOf(week);
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    if ((await partitions()).some((one) => one.name === name && one.attached)) return false;
    await client.query(`CREATE TABLE IF NOT EXISTS ${name} (LIKE activity INCLUDING ALL)`);
    const [from, to] = [week, week + WEEK].map((at) => new Date(at).toISOString());
    await client.query(`ALTER TABLE activity ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`);
    await client.query("COMMIT");
    return true;
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}

/**
 * Drops the weeks that ended before `before` and answers how many. Each is detached first, which waits for nobody who
 * reads or writes; a run that died in between is taken up where it stopped.
 */
export async function dropPartitions(before: Date, signal?: AbortSignal): Promise<number> {
  let dropped = 0;
  for (const { name, attached, pending } of await partitions()) {
    const [, year, month, day] = NAME.exec(name) ?? [];
    const end = Date.UTC(Number(year), Number(month) - 1, Number(day)) + WEEK;
    if (end > before.getTime()) continue;
    if (signal?.aborted) break;
    if (dropped > 0) await delay(PAUSE_MS);
    await withoutLimits(async (client) => {
      if (pending) await client.query(`ALTER TABLE activity DETACH PARTITION ${name} FINALIZE`);
      else if (attached) await client.query(`ALTER TABLE activity DETACH PARTITION ${name} CONCURRENTLY`);
      await client.query(`DROP TABLE IF EXISTS ${name}`);
    });
    dropped++;
  }
  return dropped;
}

type Partition = { name: string; attached: boolean; pending: boolean };

/** Every partition by name, and what is left of one that was being dropped. */
async function partitions(): Promise<Partition[]> {
  const { rows } = await pool().query<Partition>(
    `SELECT c.relname AS name, i.inhrelid IS NOT NULL AS attached, coalesce(i.inhdetachpending, false) AS pending
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.relkind = 'r' AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'activity'::regclass)
     ORDER BY c.relname`,
  );
  return rows.filter(({ name }) => NAME.test(name));
}
