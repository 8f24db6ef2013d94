import { accountKey } from "@/lib/core/members/store";
import { type Db, db, type Prisma } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import type { UserFilter } from "./schemas";

const include = {
  _count: { select: { sessions: { where: { endedAt: null } } } },
} as const satisfies Prisma.UserInclude;

export type ManagedUserRow = Prisma.UserGetPayload<{ include: typeof include }>;

export const findManagedUser = (id: string) => db().user.findUnique({ where: { id }, include });

/** Role and state of an account, which nobody else changes until `tx` ends. @throws not_found */
export async function lockUser(tx: Db, id: string): Promise<{ role: "user" | "admin"; active: boolean }> {
  const [row] = await tx.$queryRaw<{ role: "user" | "admin"; active: boolean }[]>`
    SELECT role::text AS role, deactivated_at IS NULL AS active FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return row ?? fail("not_found");
}

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
