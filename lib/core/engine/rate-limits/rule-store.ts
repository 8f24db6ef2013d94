import { publicUser } from "@/lib/core/members/store";
import { type Db, db } from "@/lib/kit/db";

/** Any number, the same in every process: with a policy's name it makes the lock of that policy's rules. */
const LOCK = 5_310_877;

/** Nobody else changes a rule of this policy until `tx` ends. */
export const lockPolicy = (tx: Db, policy: string): Promise<number> =>
  tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::int, hashtext(${policy}))`;

export const newestChange = (tx: Db, policy: string) =>
  tx.policyChange.findFirst({ where: { policy }, orderBy: { id: "desc" } });

/** A member's override, unless it expired. */
export const findOverride = (tx: Db, userId: string, policy: string) =>
  tx.policyOverride.findFirst({
    where: { userId, policy, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
  });

/** The newest change of each policy. */
export const currentChanges = () =>
  db().policyChange.findMany({ distinct: ["policy"], orderBy: [{ policy: "asc" }, { id: "desc" }] });

export const currentOverrides = () =>
  db().policyOverride.findMany({ where: { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] } });

const changedBy = { changedBy: publicUser } as const;

/** Changes of the policies, newest first, before the id `before`. */
export const listChanges = (take: number, policy?: string, before?: string) =>
  db().policyChange.findMany({
    where: { policy, ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take,
    include: changedBy,
  });

export const insertChange = (
  tx: Db,
  change: {
    id: string;
    policy: string;
    limit: number | null;
    windowMs: number | null;
    shadow: boolean;
    changedById?: string;
  },
) => tx.policyChange.create({ data: change, include: changedBy });

type Override = { userId: string; policy: string; limit: number; windowMs: number; expiresAt: Date | null };

export const putOverride = (tx: Db, { userId, policy, ...rule }: Override, createdById?: string) =>
  tx.policyOverride.upsert({
    where: { userId_policy: { userId, policy } },
    create: { userId, policy, ...rule, createdById },
    update: { ...rule, createdById, createdAt: new Date() },
  });

/** True when there was one. */
export const deleteOverride = async (tx: Db, userId: string, policy: string): Promise<boolean> =>
  (await tx.policyOverride.deleteMany({ where: { userId, policy } })).count === 1;

const member = { user: publicUser } as const;

/** Overrides that have not expired, by member and policy, after `after`. */
export const listOverrides = (take: number, userId?: string, after?: { userId: string; policy: string }) =>
  db().policyOverride.findMany({
    where: {
      userId,
      AND: [
        { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
        ...(after
          ? [{ OR: [{ userId: { gt: after.userId } }, { userId: after.userId, policy: { gt: after.policy } }] }]
          : []),
      ],
    },
    orderBy: [{ userId: "asc" }, { policy: "asc" }],
    take,
    include: member,
  });
