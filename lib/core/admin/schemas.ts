import { z } from "zod";

const count = z.number().int().nonnegative();

export const SystemStats = z.strictObject({
  users: z.strictObject({
    total: count,
    online: count,
    /** Members seen in the last day, week and month. */
    active: z.strictObject({ day: count, week: count, month: count }),
  }),
  sessions: count,
  /** Open live connections of the answering process. */
  connections: count,
  /** Requests and events refused by a rate limit since the answering process started. */
  rateLimitViolations: count,
  /** Figures of the features, by name. */
  features: z.record(z.string(), count),
  database: z.strictObject({
    latencyMs: z.number(),
    pool: z.strictObject({ total: count, idle: count, waiting: count }),
  }),
  cache: z.array(
    z.strictObject({
      name: z.string(),
      hits: count,
      misses: count,
      size: count,
      max: count,
      evictions: count,
      ttlMs: count,
    }),
  ),
  /** Milliseconds by which the event loop was late, over the last ten seconds or so. */
  eventLoop: z.strictObject({ p50: z.number(), p99: z.number() }),
  memory: z.strictObject({ rssMb: z.number() }),
  uptimeSeconds: count,
});
export type SystemStats = z.infer<typeof SystemStats>;
