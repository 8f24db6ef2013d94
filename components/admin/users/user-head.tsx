"use client";

import { ArrowLeft } from "lucide-react";
import { useRouter } from "next/navigation";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Link } from "@/components/ui/link";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useMe } from "@/lib/client/member";
import type { ManagedUser } from "@/lib/core/admin/schemas";
import { UserBadges } from "./user-badges";

/** Who an account belongs to, and what an admin can do with it. */
export function UserHead({ user }: { user: ManagedUser }) {
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
          <RoleButton user={user} />
          <ActiveButton user={user} />
        </div>
      </div>
    </div>
  );
}

function useChange(user: ManagedUser) {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const change = (changes: { role?: ManagedUser["role"]; active?: boolean }, done: string) =>
    attempt("Nothing was changed", async () => {
      await api("PATCH", `/admin/users/${user.id}`, changes);
      toast({ title: done });
      router.refresh();
    });
  return { pending, change };
}

function RoleButton({ user }: { user: ManagedUser }) {
  const me = useMe();
  const { pending, change } = useChange(user);
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

function ActiveButton({ user }: { user: ManagedUser }) {
  const me = useMe();
  const { pending, change } = useChange(user);
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
