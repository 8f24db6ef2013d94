import { setTimeout } from "node:timers/promises";
import { Logger, runOnce, type TaskList } from "graphile-worker";
import { pool } from "@/lib/kit/db";
import type { Job } from "@/lib/kit/jobs";

const silent = new Logger(() => () => {});

/**
 * Works off every job that is due at `now`, which may lie ahead of the clock, and those that they queue for no later;
 * the rest waits. A job that fails is tried again by the next call.
 */
export async function runDue(jobs: Record<string, Job>, now: Date): Promise<void> {
  const taskList: TaskList = {};
  for (const [name, job] of Object.entries(jobs)) {
    taskList[name] = (payload, { job: { id, attempts, max_attempts }, abortSignal: signal }) =>
      job(payload, { id, number: attempts, last: attempts >= max_attempts, signal });
  }
  for (let due = await promote(now); due > 0; due = await promote(now)) {
    await runOnce({ pgPool: pool(), taskList, logger: silent });
    while ((await count("locked_at IS NOT NULL")) > 0) await setTimeout(5);
    if ((await count("attempts > 0")) > 0) return;
  }
}

const promote = async (now: Date): Promise<number> => {
  const sql = "UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second' WHERE run_at <= $1";
  return (await pool().query(sql, [now])).rowCount ?? 0;
};

/** How many jobs there are of a kind. One that was done stands there, locked, until its end is written. */
const count = async (which: string): Promise<number> =>
  (await pool().query(`SELECT 1 FROM graphile_worker._private_jobs WHERE ${which}`)).rowCount ?? 0;
