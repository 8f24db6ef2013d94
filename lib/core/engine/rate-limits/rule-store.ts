import { publicUser } from "@/lib/core/members/store";
import { type Db, db } from "@/lib/kit/db";

/** Any number, the same in every process: with a rate limit's name it makes the lock of that rate limit's rules. */
const LOCK = 5_310_877;

/** Nobody else changes a rule of this rate limit until `tx` ends. */
export const lockRateLimit = (tx: Db, rateLimit: string): Promise<number> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::int, hashtext(${rateLimit}))`;

export const newestChange = (tx: Db, rateLimit: string) =>
  tx.rateLimitChange.findFirst({ where: { rateLimit }, orderBy: { id: "desc" } });

/** A member's override, unless it expired. */
export const findOverride = (tx: Db, userId: string, rateLimit: string) =>
  tx.rateLimitOverride.findFirst({
    where: { userId, rateLimit, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
  });

/** The newest change of each rate limit. */
export const currentChanges = () =>
  db().rateLimitChange.findMany({ distinct: ["rateLimit"], orderBy: [{ rateLimit: "asc" }, { id: "desc" }] });

export const currentOverrides = () =>
  db().rateLimitOverride.findMany({ where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] } });

const changedBy = { changedBy: publicUser } as const;

/** Changes of the rate limits, newest first, before the id `before`. */
export const listChanges = (take: number, rateLimit?: string, before?: string) =>
  db().rateLimitChange.findMany({
    where: { rateLimit, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take,
    include: changedBy,
  });

export const insertChange = (
  tx: Db,
  change: {
    id: string;
    rateLimit: string;
    limit: number | null;
    windowMs: number | null;
    shadow: boolean;
    changedById?: string;
  },
) => tx.rateLimitChange.create({ data: change, include: changedBy });

type Override = { userId: string; rateLimit: string; limit: number; windowMs: number; expiresAt: Date | null };

export const putOverride = (tx: Db, { userId, rateLimit, ...rule }: Override, createdById?: string) =>
  tx.rateLimitOverride.upsert({
    where: { userId_rateLimit: { userId, rateLimit } },
    create: { userId, rateLimit, ...rule, createdById },
    update: { ...rule, createdById, createdAt: new Date() },
  });

/** True when there was one. */
export const deleteOverride = async (tx: Db, userId: string, rateLimit: string): Promise<boolean> =>
  (await tx.rateLimitOverride.deleteMany({ where: { userId, rateLimit } })).count === 1;

const member = { user: publicUser } as const;

/** Overrides that have not expired, by member and rate limit, after `after`. */
export const listOverrides = (take: number, userId?: string, after?: { userId: string; rateLimit: string }) =>
  db().rateLimitOverride.findMany({
    where: {
      userId,
      AND: [
        { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
        ...(after
          ? [{ OR: [{ userId: { gt: after.userId } }, { userId: after.userId, rateLimit: { gt: after.rateLimit } }] }]
          : []),
      ],
    },
    orderBy: [{ userId: "asc" }, { rateLimit: "asc" }],
    take,
    include: member,
  });
