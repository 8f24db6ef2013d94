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

const Buffered = z.strictObject({ waiting: count, dropped: count });

/** The figures of every running process together; what is counted, each counts since it started. */
export const SystemStats = z.strictObject({
  /** Processes that run. */
  processes: count,
  users: z.strictObject({
    total: count,
    /** Members with an open page, also those who do not show it. */
    online: count,
    /** Members who were there on this day (UTC), and in the 7 and 30 days that end with it; as in the analytics. */
    active: z.strictObject({ day: count, week: count, month: count }),
    /** Members of the day as a share of those of the 30 days: 0 to 1. */
    stickiness: z.number(),
  }),
  /** Activity that waits to be written, and what had to be turned away. */
  activity: Buffered,
  /** The same of everything that is written a little later, activity among it, by name. */
  buffers: z.record(z.string(), Buffered),
  sessions: count,
  /** Open live connections. */
  connections: count,
  /** Requests and events refused by a rate limit. */
  rateLimitViolations: count,
  /** Figures of the features, by name. */
  features: z.record(z.string(), count),
  database: z.strictObject({
    latencyMs: z.number(),
    pool: z.strictObject({ total: count, idle: count, waiting: count }),
  }),
  cache: z.array(CacheStats),
  /** Milliseconds by which the event loop of the busiest process was late, over the last ten seconds or so. */
  eventLoop: z.strictObject({ p50: z.number(), p99: z.number() }),
  memory: z.strictObject({ rssMb: z.number() }),
  /** The tightest of the disks that hold data folders and the database; full when only its reserve is left. */
  disk: z.strictObject({ freeMb: count, totalMb: count, full: z.boolean() }),
  /** Of the process that runs longest. */
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
export type UserChanges = Omit<z.infer<typeof UpdateUserInput>, "userId">;

/** How many accounts were changed, and why the others were not, each reason once. */
export type UsersChanged = { changed: number; refused: string[] };
