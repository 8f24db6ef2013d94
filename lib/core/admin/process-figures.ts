import { activityFigures } from "@/lib/core/engine/activity/buffer";
import { type PolicyCounts, rateLimitCounts } from "@/lib/core/engine/rate-limits/consume";
import { connectionCount } from "@/lib/core/realtime/hub";
import { publish, subscribe } from "@/lib/kit/bus";
import { type CacheStats, cacheStats } from "@/lib/kit/cache";
import { pool } from "@/lib/kit/db";
import { eventLoopDelay } from "@/lib/kit/event-loop";
import { remember } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";

/** How often a process tells its figures, and after how long without a word it counts as gone, in milliseconds. */
const REPEAT_MS = 4_000;
const GONE_MS = 13_000;
const TOPIC = "process-figures";
const MB = 1024 * 1024;

export type ProcessFigures = {
  connections: number;
  activity: { waiting: number; dropped: number };
  limits: Record<string, PolicyCounts>;
  cache: CacheStats[];
  pool: { total: number; idle: number; waiting: number };
  eventLoop: { p50: number; p99: number };
  rssMb: number;
  uptimeSeconds: number;
};

/** What one process says; without figures it says goodbye. */
type Report = { process: string; figures?: ProcessFigures };
type Told = { self: string; others: Map<string, { figures: ProcessFigures; heardAt: number }> };

const told = (): Told => remember<Told>("process-figures", () => ({ self: newId(), others: new Map() }));

/** The figures of every living process: of this one as they are now, of the others as they told them last. */
export function processFigures(): ProcessFigures[] {
  const now = Date.now();
  const heard = [...told().others.values()].filter(({ heardAt }) => now - heardAt < GONE_MS);
  return [ownFigures(), ...heard.map(({ figures }) => figures)];
}

/** Decisions by policy, of every living process since it began. */
export function allLimitCounts(): Record<string, PolicyCounts> {
  const [own = {}, ...others] = processFigures().map(({ limits }) => limits);
  const sumOf = (policy: string, counts: PolicyCounts) =>
    others.reduce((sum, limits) => added(sum, limits[policy]), counts);
  return Object.fromEntries(Object.entries(own).map(([policy, counts]) => [policy, sumOf(policy, counts)]));
}

/** Figures of every cache by name, over the living processes. */
export function allCacheStats(): CacheStats[] {
  const sums = new Map<string, CacheStats>();
  for (const one of processFigures().flatMap(({ cache }) => cache)) {
    const { name, ttlMs, ...counts } = one;
    const known = sums.get(name);
    sums.set(name, known ? { name, ttlMs, ...added(counts, known) } : one);
  }
  return [...sums.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Field by field; what the other does not know is nothing. */
export function added<T extends Record<string, number>>(one: T, other: Partial<T> | undefined): T {
  return Object.fromEntries(Object.entries(one).map(([name, value]) => [name, value + (other?.[name] ?? 0)])) as T;
}

/** Lets this process tell its figures and hear those of the others. The answered function says goodbye and stops. */
export function keepTellingFigures(): () => void {
  const { self, others } = told();
  const tell = () => publish(TOPIC, { process: self, figures: ownFigures() } satisfies Report);
  const stop = subscribe(TOPIC, (report) => {
    const { process, figures } = report as Report;
    if (process === self) return;
    const isNew = !others.has(process);
    if (!figures) return void others.delete(process);
    others.set(process, { figures, heardAt: Date.now() });
    // So that it need not wait for the next round.
    if (isNew) tell();
  });
  const timer = setInterval(() => {
    for (const [process, { heardAt }] of others) if (Date.now() - heardAt >= GONE_MS) others.delete(process);
    tell();
  }, REPEAT_MS);
  tell();
  return () => {
    clearInterval(timer);
    stop();
    publish(TOPIC, { process: self } satisfies Report);
  };
}

function ownFigures(): ProcessFigures {
  const { totalCount, idleCount, waitingCount } = pool();
  return {
    connections: connectionCount(),
    activity: activityFigures(),
    limits: rateLimitCounts(),
    cache: cacheStats(),
    pool: { total: totalCount, idle: idleCount, waiting: waitingCount },
    eventLoop: eventLoopDelay(),
    rssMb: Math.round(process.memoryUsage.rss() / MB),
    uptimeSeconds: Math.floor(process.uptime()),
  };
}
