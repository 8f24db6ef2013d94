import { z } from "zod";
import { type Db, db, hotQuery } from "@/lib/kit/db";
import { type Job, queueJob, queueJobs } from "@/lib/kit/jobs";
import { log } from "@/lib/kit/log";
import { readDue, readDueHosts, readNextDue } from "./due-store";
import { claimHost, freeAt, type Host, releaseHost, storeRobots } from "./host-store";
import { asRobotsSay, readRobots, robotsAreOld } from "./robots";
import { runSource } from "./run-source";

export const VISIT_HOST = "watches.visitHost";

/** The gap between two visits of a host, and how long one may take before another process does not believe in it any more. */
const GAP_MS = 2_000;
const VISIT_SECONDS = 60;
/** How far ahead the next visit of a host is queued: what comes later is the scheduler's. */
export const AHEAD_MS = 60_000;
/** After so many visits in a row that nobody answered, a host is left alone for longer and longer, up to an hour. */
const PATIENCE = { failures: 3, firstMs: 60_000, mostMs: 3_600_000 };

const Payload = z.object({ host: z.string() });

const keyOf = (host: string): string => `visit:${host}`;

/** Queues a visit of a host, not before `at`. One waits at a time. */
export const queueVisit = (tx: Db, host: string, at: Date): Promise<void> =>
  queueJob(tx, VISIT_HOST, { host }, { runAt: at, key: keyOf(host), maxAttempts: 5 });

/** Queues a visit of every host that something is due at before `until`, and answers how many. */
export async function queueVisits(until: Date): Promise<number> {
  const hosts = await readDueHosts(until);
  const jobs = hosts.map(({ host, at }) => ({ payload: { host }, runAt: at, key: keyOf(host) }));
  await queueJobs(hotQuery, VISIT_HOST, jobs);
  return hosts.length;
}

/**
 * Visits a host: looks at one URL of it, for all watches that are due there, and queues the next visit. One at a time, of
 * all processes, with a gap between them.
 */
export const visitHost: Job = async (payload, { id, signal }) => {
  const { host } = Payload.parse(payload);
  const visitor = `job:${id}`;
  const claimed = await claimHost(host, visitor, VISIT_SECONDS);
  if (claimed) await visit(claimed, visitor, signal);
  await queueNext(host);
};

async function visit(host: Host, visitor: string, signal: AbortSignal): Promise<void> {
  let left = { waitMs: 0, failures: host.failures };
  try {
    const due = await readDue(host.host);
    const [first] = due.watches;
    if (!first) return;
    left = { ...left, waitMs: GAP_MS };
    if (robotsAreOld(host, new Date())) {
      await storeRobots(host.host, await readRobots(first.url, signal));
      return;
    }
    const { isAllowed, delayMs } = asRobotsSay(host.robots, first.url);
    left.waitMs = Math.max(GAP_MS, delayMs);
    const { isDown, waitMs } = await runSource(due, isAllowed, signal);
    left = isDown ? pauseAfter(host.failures + 1) : { waitMs: Math.max(left.waitMs, waitMs), failures: 0 };
  } catch (error) {
    log().warn({ host: host.host, err: error }, "a host could not be visited");
    throw error;
  } finally {
    await releaseHost(host.host, visitor, left.waitMs, left.failures);
  }
}

/** How long a host is left alone that did not answer so many times. */
function pauseAfter(failures: number): { waitMs: number; failures: number } {
  const beyond = failures - PATIENCE.failures;
  const waitMs = beyond < 0 ? GAP_MS : Math.min(PATIENCE.firstMs * 2 ** beyond, PATIENCE.mostMs);
  return { waitMs, failures };
}

/** Queues the next visit when something is due there soon. */
async function queueNext(host: string): Promise<void> {
  const due = await readNextDue(host, new Date(Date.now() + AHEAD_MS));
  const free = due && (await freeAt(host));
  if (due && free) await queueVisit(db(), host, due > free ? due : free);
}
