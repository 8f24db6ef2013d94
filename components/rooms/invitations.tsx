"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useMe } from "@/lib/client/member";
import { useLiveEvent } from "@/lib/client/use-live";
import type { Invitation, RoomChanged } from "@/lib/features/rooms/schemas";
import { Join } from "./discover";
import { RoomIcon } from "./room-sign";

/** Rooms the member is asked into; they come and go live. */
export function Invitations({ invitations }: { invitations: Invitation[] }) {
  const me = useMe();
  const router = useRouter();
  useLiveEvent(
    "room:changed",
    useCallback(
      ({ change, userId }: RoomChanged) => {
        if (userId === me.id && (change === "invited" || change === "uninvited")) router.refresh();
      },
      [me.id, router],
    ),
  );
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="invitations" className="flex flex-col gap-3">
      <h2 id="invitations" className="font-semibold text-sm">
        Invitations
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {invitations.map((invitation) => (
          <li key={invitation.room.id}>
            <InvitationCard invitation={invitation} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function InvitationCard({ invitation }: { invitation: Invitation }) {
  const router = useRouter();
  const { room, invitedBy } = invitation;
  const { pending, attempt } = useAttempt();
  const decline = () =>
    attempt("The invitation is still open", async () => {
      await api("DELETE", `/invitations/${room.id}`);
      router.refresh();
    });
  return (
    <Card className="flex flex-col gap-3 border-accent/40 p-4">
      <div className="flex items-center gap-3">
        <Avatar name={invitedBy.displayName} id={invitedBy.id} />
        <div className="min-w-0">
          <p className="flex items-center gap-1.5 font-medium">
            <RoomIcon kind={room.kind === "public" ? "public" : "private"} className="text-faint" />
            <span className="truncate">{room.name}</span>
          </p>
          <p className="truncate text-faint text-sm">{invitedBy.displayName} asks you in</p>
        </div>
      </div>
      <div className="flex justify-end gap-2">
        <Button look="quiet" size="sm" pending={pending} onClick={decline}>
          Decline<span className="sr-only"> {room.name}</span>
        </Button>
        <Join room={room} />
      </div>
    </Card>
  );
}
