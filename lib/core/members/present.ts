import type { PublicUser } from "./schemas";

export type UserRow = { id: string; username: string; displayName: string; role: "user" | "admin" };

export const presentUser = ({ id, username, displayName, role }: UserRow): PublicUser => ({
  id,
  username,
  displayName,
  role,
});
