import type { ActivityRow } from "@/lib/core/engine/activity/store";
import type { PublicUser } from "@/lib/core/members/schemas";
import type { ActivityEntry, MemberActivity } from "./schemas";

export const presentActivity = ({ id, at, action, feature, count, ip, details }: ActivityRow): ActivityEntry => ({
  id,
  at: at.toISOString(),
  action,
  feature,
  count,
  ip,
  details,
});

export const presentMemberActivity = (row: ActivityRow, members: Map<string, PublicUser>): MemberActivity => ({
  ...presentActivity(row),
  member: (row.userId && members.get(row.userId)) || null,
});
