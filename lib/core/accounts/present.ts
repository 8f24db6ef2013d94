import { presentUser, type UserRow } from "@/lib/core/members/present";
import { connectionsOf } from "@/lib/core/realtime/presence";
import type { Account } from "./schemas";

type AccountRow = UserRow & {
  email: string;
  emailKey: string | null;
  createdAt: Date;
  lastSeenAt: Date | null;
  version: number;
};

export const presentAccount = (row: AccountRow): Account => ({
  ...presentUser(row),
  email: row.email,
  emailConfirmed: row.emailKey !== null,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  connections: connectionsOf(row.id),
  version: row.version,
});
