"use client";

import { ArrowLeft } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Link } from "@/components/ui/link";
import { useMe } from "@/lib/client/member";
import type { ManagedUser, UserChanges } from "@/lib/core/admin/schemas";
import { type ChangeUsers, useChangeUsers } from "./use-change-users";
import { UserBadges } from "./user-badges";

type Props = { user: ManagedUser; changeUsers: ChangeUsers };

/** Who an account belongs to, and what an admin can do with it. */
export function UserHead({ user, changeUsers }: Props) {
  return (
    <div className="flex flex-col gap-4">
      <Link
        href="/admin/users"
        className="inline-flex items-center gap-1.5 self-start rounded-sm text-soft text-sm hover:text-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Members
      </Link>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-4">
        <Avatar name={user.displayName} id={user.id} size="lg" />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="wrap-anywhere font-display text-3xl tracking-tight">{user.displayName}</h1>
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-soft text-sm">
            <span className="break-all">@{user.username}</span>
            <UserBadges user={user} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <RoleButton user={user} changeUsers={changeUsers} />
          <ActiveButton user={user} changeUsers={changeUsers} />
        </div>
      </div>
    </div>
  );
}

function useChange({ user, changeUsers }: Props) {
  const { pending, change } = useChangeUsers(changeUsers);
  return {
    pending,
    change: (changes: UserChanges, done: string) =>
      change([user], changes, { done: () => done, failed: "Nothing was changed" }),
  };
}

function RoleButton({ user, changeUsers }: Props) {
  const me = useMe();
  const { pending, change } = useChange({ user, changeUsers });
  const name = user.displayName;
  if (user.role === "admin") {
    return (
      <ConfirmButton
        title={me.id === user.id ? "Give up being an admin?" : `Make ${name} a member?`}
        consequence="The dashboard closes to them at once, on every device."
        verb="Take the role"
        pending={pending}
        onConfirm={() => change({ role: "user" }, `${name} is no longer an admin`)}
      >
        Make member
      </ConfirmButton>
    );
  }
  return (
    <ConfirmButton
      title={`Make ${name} an admin?`}
      consequence="An admin sees every account and can change everything here, you included."
      verb="Make admin"
      pending={pending}
      onConfirm={() => change({ role: "admin" }, `${name} is an admin now`)}
    >
      Make admin
    </ConfirmButton>
  );
}

function ActiveButton({ user, changeUsers }: Props) {
  const me = useMe();
  const { pending, change } = useChange({ user, changeUsers });
  const name = user.displayName;
  if (me.id === user.id) return null;
  if (!user.active) {
    return (
      <Button pending={pending} onClick={() => change({ active: true }, `${name} can sign in again`)}>
        Activate
      </Button>
    );
  }
  return (
    <ConfirmButton
      title={`Deactivate ${name}?`}
      consequence="They are signed out everywhere at once and cannot sign in until they are activated again."
      verb="Deactivate"
      look="danger"
      pending={pending}
      onConfirm={() => change({ active: false }, `${name} is deactivated`)}
    >
      Deactivate
    </ConfirmButton>
  );
}
