import { Badge } from "@/components/ui/badge";
import type { ManagedUser } from "@/lib/core/admin/schemas";

/** What is special about an account. */
export function UserBadges({ user }: { user: Pick<ManagedUser, "role" | "active"> }) {
  return (
    <>
      {user.role === "admin" && <Badge tone="accent">Admin</Badge>}
      {!user.active && <Badge tone="warn">Deactivated</Badge>}
    </>
  );
}
