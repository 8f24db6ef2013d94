import { z } from "zod";
import { activeMembers } from "@/lib/core/analytics/active-members";
import { allLimitCounts } from "@/lib/core/engine/rate-limits/consume";
import { connectionCounts } from "@/lib/core/realtime/hub";
import { connectedIds } from "@/lib/core/realtime/presence";
import { defineVerb } from "@/lib/core/verb/verb";
import { diskFigures } from "@/lib/kit/disk";
import { extensionPoint } from "@/lib/kit/extension-point";
import { added } from "@/lib/kit/figures";
import { allBufferFigures } from "@/lib/kit/write-behind";
import { allCacheStats, processFigures } from "./process-figures";
import { SystemStats } from "./schemas";
import { accountFigures } from "./store";

/** Figures that features count for the overview, by name. */
export type Statistics = Record<string, () => Promise<number>>;

/** Where features add them. */
export const statisticsPoint = extensionPoint<Statistics>("statistics");

/** The state of the whole system at this moment, over all its processes. */
export const getSystemStats = defineVerb({
  name: "stats.getSystem",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: SystemStats,
  async run() {
    const started = performance.now();
    const accounts = await accountFigures();
    const latencyMs = Math.round((performance.now() - started) * 100) / 100;
    const { active, week, month, stickiness } = await activeMembers(new Date());
    const counted = await Promise.all(
      statisticsPoint
        .all()
        .flatMap((some) => Object.entries(some))
        .map(async ([name, count]) => [name, await count()]),
    );
    const { pool, ...machine } = machineFigures();
    const buffers = allBufferFigures();
    return {
      users: { total: accounts.total, online: connectedIds().size, active: { day: active, week, month }, stickiness },
      sessions: accounts.sessions,
      activity: buffers.activity ?? { waiting: 0, dropped: 0 },
      buffers,
      connections: connectionCounts().reduce((sum, one) => sum + one, 0),
      rateLimitViolations: Object.values(allLimitCounts()).reduce((sum, { refused }) => sum + refused, 0),
      features: Object.fromEntries(counted) as Record<string, number>,
      database: { latencyMs, pool },
      cache: allCacheStats(),
      ...machine,
    };
  },
});

/** The tightest disk of all; a process whose disk was not looked at says nothing. */
const tightestDisk = () =>
  diskFigures()
    .filter(({ totalMb }) => totalMb > 0)
    .toSorted((a, b) => Number(b.full) - Number(a.full) || a.freeMb - b.freeMb)[0] ?? NO_DISK;

const NO_DISK = { freeMb: 0, totalMb: 0, full: false };

/** The processes as one machine: sums, the event loop of the one that is busiest, the age of the oldest. */
function machineFigures() {
  const all = processFigures();
  const most = (read: (one: (typeof all)[number]) => number): number => Math.max(...all.map(read));
  return {
    processes: all.length,
    pool: all.map((one) => one.pool).reduce(added),
    eventLoop: { p50: most((one) => one.eventLoop.p50), p99: most((one) => one.eventLoop.p99) },
    memory: { rssMb: all.reduce((sum, { rssMb }) => sum + rssMb, 0) },
    disk: tightestDisk(),
    uptimeSeconds: most((one) => one.uptimeSeconds),
  };
}
