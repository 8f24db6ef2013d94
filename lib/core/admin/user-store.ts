import { accountKey } from "@/lib/core/accounts/store";
import { db, type Prisma } from "@/lib/kit/db";
import type { UserFilter } from "./schemas";

const include = {
  _count: { select: { sessions: { where: { endedAt: null } } } },
} as const satisfies Prisma.UserInclude;

export type ManagedUserRow = Prisma.UserGetPayload<{ include: typeof include }>;

export const findManagedUser = (id: string) => db().user.findUnique({ where: { id }, include });

/** Accounts by user name, after the name key `after`. */
export function findUsers({ q, role, state }: UserFilter, take: number, after?: string): Promise<ManagedUserRow[]> {
  const part = q && { contains: accountKey(q) };
  return db().user.findMany({
    where: {
      role,
      ...(state && { deactivatedAt: state === "active" ? null : { not: null } }),
      ...(part && { OR: [{ usernameKey: part }, { emailKey: part }, { claimedEmailKey: part }] }),
      ...(after !== undefined && { usernameKey: { gt: after } }),
    },
    orderBy: { usernameKey: "asc" },
    take,
    include,
  });
}
