import { z } from "zod";
import { activityFigures } from "@/lib/core/activity/buffer";
import { defineVerb } from "@/lib/core/http/verb";
import { rateLimitCounts } from "@/lib/core/rate-limits/consume";
import { connectionCount } from "@/lib/core/realtime/hub";
import type { FeatureManifest } from "@/lib/core/realtime/manifest";
import { onlineIds } from "@/lib/core/realtime/presence";
import { cacheStats } from "@/lib/kit/cache";
import { pool } from "@/lib/kit/db";
import { eventLoopDelay } from "@/lib/kit/event-loop";
import { remember, rememberAs } from "@/lib/kit/remember";
import { SystemStats } from "./schemas";
import { accountFigures } from "./store";

type Figures = NonNullable<FeatureManifest["statistics"]>;
const figures = (): Figures => remember<Figures>("feature-figures", () => ({}));

/** Tells the overview what the features count. Called once, at the start. */
export function offerStatistics(features: FeatureManifest[]): void {
  rememberAs("feature-figures", Object.assign({}, ...features.map((feature) => feature.statistics ?? {})) as Figures);
}

/** The state of the whole system at this moment. */
export const getSystemStats = defineVerb({
  name: "admin.getSystemStats",
  access: "admin",
  reads: true,
  input: z.strictObject({}),
  output: SystemStats,
  async run() {
    const started = performance.now();
    const online = onlineIds();
    const accounts = await accountFigures([...online]);
    const latencyMs = Math.round((performance.now() - started) * 100) / 100;
    const counted = await Promise.all(Object.entries(figures()).map(async ([name, count]) => [name, await count()]));
    const { totalCount, idleCount, waitingCount } = pool();
    return {
      users: {
        total: accounts.total,
        online: online.size,
        active: { day: accounts.day, week: accounts.week, month: accounts.month },
        stickiness: accounts.month === 0 ? 0 : Math.round((accounts.day / accounts.month) * 1000) / 1000,
      },
      activity: activityFigures(),
      sessions: accounts.sessions,
      connections: connectionCount(),
      rateLimitViolations: Object.values(rateLimitCounts()).reduce((sum, { refused }) => sum + refused, 0),
      features: Object.fromEntries(counted) as Record<string, number>,
      database: { latencyMs, pool: { total: totalCount, idle: idleCount, waiting: waitingCount } },
      cache: cacheStats(),
      eventLoop: eventLoopDelay(),
      memory: { rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024) },
      uptimeSeconds: Math.floor(process.uptime()),
    };
  },
});
