import { z } from "zod";
import { Account } from "@/lib/core/accounts/schemas";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

const count = z.number().int().nonnegative();

export const CacheStats = z.strictObject({
  name: z.string(),
  hits: count,
  misses: count,
  size: count,
  max: count,
  evictions: count,
  ttlMs: count,
});

export const SystemStats = z.strictObject({
  users: z.strictObject({
    total: count,
    online: count,
    /** Members seen in the last day, week and month; who is online counts as seen. */
    active: z.strictObject({ day: count, week: count, month: count }),
    /** Members of the last day as a share of those of the last month: 0 to 1. */
    stickiness: z.number(),
  }),
  /** Activity that waits to be written by the answering process, and what it had to turn away. */
  activity: z.strictObject({ waiting: count, dropped: count }),
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
  cache: z.array(CacheStats),
  /** Milliseconds by which the event loop was late, over the last ten seconds or so. */
  eventLoop: z.strictObject({ p50: z.number(), p99: z.number() }),
  memory: z.strictObject({ rssMb: z.number() }),
  uptimeSeconds: count,
});
export type SystemStats = z.infer<typeof SystemStats>;

/** An account as an admin sees it. */
export const ManagedUser = Account.extend({
  active: z.boolean(),
  deactivatedAt: z.iso.datetime().nullable(),
  secondFactor: z.boolean(),
  /** Sessions that have not ended. */
  sessions: count,
});
export type ManagedUser = z.infer<typeof ManagedUser>;
export const ManagedUserPage = pageOf(ManagedUser);

const userFilter = {
  /** A part of the user name or e-mail address. */
  q: z.string().trim().min(1).max(100).optional(),
  role: z.enum(["user", "admin"]).optional(),
  state: z.enum(["active", "deactivated"]).optional(),
};
export const ListUsersInput = z.strictObject({ ...userFilter, ...pageFields });
export type UserFilter = Pick<z.infer<typeof ListUsersInput>, keyof typeof userFilter>;

export const UpdateUserInput = z
  .strictObject({ userId: Id, role: z.enum(["user", "admin"]).optional(), active: z.boolean().optional() })
  .refine(
    ({ role, active }) => role !== undefined || active !== undefined,
    "Name a role or whether the account is active",
  );
