import type { Role } from "@/lib/core/context";

/** How many watches a member may have, by role. */
const QUOTA: Record<Role, number> = { user: 50, admin: 500 };

export const quotaOf = (role: Role): number => QUOTA[role];
