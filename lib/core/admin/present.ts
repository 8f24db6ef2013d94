import { presentAccount } from "@/lib/core/accounts/present";
import type { ManagedUser } from "./schemas";
import type { ManagedUserRow } from "./user-store";

export const presentManagedUser = (row: ManagedUserRow): ManagedUser => ({
  ...presentAccount(row),
  active: row.deactivatedAt === null,
  deactivatedAt: row.deactivatedAt?.toISOString() ?? null,
  secondFactor: row.totpEnabledAt !== null,
  sessions: sessionsOf(row),
});

/** Prisma's own name for what it counted. */
// oxlint-disable-next-line no-underscore-dangle
const sessionsOf = (row: ManagedUserRow): number => row._count.sessions;
