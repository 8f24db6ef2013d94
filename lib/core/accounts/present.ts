import { tabsOf } from "@/lib/core/realtime/presence";
import type { Account, PublicUser } from "./schemas";

type UserRow = { id: string; username: string; displayName: string; role: "user" | "admin" };
type AccountRow = UserRow & { email: string; emailKey: string | null; createdAt: Date; lastSeenAt: Date | null };

export const presentUser = ({ id, username, displayName, role }: UserRow): PublicUser => ({
  id,
  username,
  displayName,
  role,
});

export const presentAccount = (row: AccountRow): Account => ({
  ...presentUser(row),
  email: row.email,
  emailConfirmed: row.emailKey !== null,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
  tabs: tabsOf(row.id),
});
