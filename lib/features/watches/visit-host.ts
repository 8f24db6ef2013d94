import { z } from "zod";
import { type Db, db, hotQuery } from "@/lib/kit/db";
import { type Job, queueJob, queueJobs } from "@/lib/kit/jobs";
import { log } from "@/lib/kit/log";
import { readDue, readDueHosts, readNextDue } from "./due-store";
import { claimHost, freeAt, type Host, releaseHost, storeRobots, type VisitEnd } from "./host-store";
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
  const next = claimed ? await visit(claimed, visitor, signal) : await nextOf(host);
  if (next) await queueVisit(db(), host, next);
};

/** Answers when the next visit is due, if that is soon. */
async function visit(host: Host, visitor: string, signal: AbortSignal): Promise<Date | undefined> {
  let left: VisitEnd = { waitMs: 0, failures: host.failures };
  const end = () => releaseHost(host.host, visitor, left, AHEAD_MS / 1000);
  try {
    left = await look(host, signal);
  } catch (error) {
    log().warn({ host: host.host, err: error }, "a host could not be visited");
    await end();
    throw error;
  }
  return end();
}

async function look(host: Host, signal: AbortSignal): Promise<VisitEnd> {
  const { failures } = host;
  const due = await readDue(host.host);
  const [first] = due.watches;
  if (!first) return { waitMs: 0, failures };
  if (robotsAreOld(host, new Date())) {
    await storeRobots(host.host, await readRobots(first.url, signal));
    return { waitMs: GAP_MS, failures };
  }
  const { isAllowed, delayMs } = asRobotsSay(host.robots, first.url);
  const { isDown, waitMs } = await runSource(due, isAllowed, signal);
  return isDown ? pauseAfter(failures + 1) : { waitMs: Math.max(GAP_MS, delayMs, waitMs), failures: 0 };
}

/** How long a host is left alone that did not answer so many times. */
function pauseAfter(failures: number): VisitEnd {
  const beyond = failures - PATIENCE.failures;
  const waitMs = beyond < 0 ? GAP_MS : Math.min(PATIENCE.firstMs * 2 ** beyond, PATIENCE.mostMs);
  return { waitMs, failures };
}

/** When something is due at a host that another visits, or that must not be visited yet. */
async function nextOf(host: string): Promise<Date | undefined> {
  const due = await readNextDue(host, new Date(Date.now() + AHEAD_MS));
  const free = due && (await freeAt(host));
  return due && free && free > due ? free : due;
}
