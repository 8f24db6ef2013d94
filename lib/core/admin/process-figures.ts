import { type CacheStats, cacheStats } from "@/lib/kit/cache";
import { pool } from "@/lib/kit/db";
import { eventLoopDelay } from "@/lib/kit/event-loop";
import { added, figure } from "@/lib/kit/figures";

const MB = 1024 * 1024;

/** What every living process costs and how it fares. */
export const processFigures = figure("process", () => {
  const { totalCount, idleCount, waitingCount } = pool();
  return {
    pool: { total: totalCount, idle: idleCount, waiting: waitingCount },
    eventLoop: eventLoopDelay(),
    rssMb: Math.round(process.memoryUsage.rss() / MB),
    uptimeSeconds: Math.floor(process.uptime()),
  };
});

const caches = figure("caches", cacheStats);

/** Figures of every cache by name, over the living processes. */
export function allCacheStats(): CacheStats[] {
  const sums = new Map<string, CacheStats>();
  for (const one of caches().flat()) {
    const { name, ttlMs, ...counts } = one;
    const known = sums.get(name);
    sums.set(name, known ? { name, ttlMs, ...added(counts, known) } : one);
  }
  return [...sums.values()].sort((a, b) => a.name.localeCompare(b.name));
}
