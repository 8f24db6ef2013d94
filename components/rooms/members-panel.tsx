"use client";

import { LogOut, MessageSquare, UserMinus, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Confirm } from "@/components/ui/confirm";
import { IconButton } from "@/components/ui/icon-button";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { useMe } from "@/lib/client/member";
import type { RoomMember } from "@/lib/features/rooms/schemas";
import { InviteForm } from "./invite-form";
import { LastSeen } from "./last-seen";
import { useRoom } from "./room-context";
import { useDirectRoom } from "./use-direct-room";

/** Who is in the room, beside the log; over it on a narrow screen. */
export function MembersAside({ onClose }: { onClose: () => void }) {
  const { room, members } = useRoom();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      const isInside = event.target instanceof Node && box.current?.contains(event.target);
      if (event.key === "Escape" && isInside) onClose();
    };
    document.addEventListener("keydown", close);
    return () => document.removeEventListener("keydown", close);
  }, [onClose]);
  const sorted = [...members].sort((a, b) => Number(b.online) - Number(a.online));
  return (
    <aside
      aria-label="Members"
      ref={box}
      className="flex w-72 shrink-0 flex-col border-line border-l bg-sunken max-lg:absolute max-lg:inset-y-0 max-lg:right-0 max-lg:z-10 max-lg:w-[min(20rem,100%)] max-lg:shadow-pop"
    >
      <div className="flex h-14 shrink-0 items-center justify-between border-line border-b pr-3 pl-5 md:h-16">
        <h2 className="font-semibold text-sm">Members</h2>
        <IconButton label="Close members" size="icon-sm" side="bottom" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      {room.kind !== "direct" && <InviteForm roomId={room.id} />}
      <ul className="relative flex min-h-0 flex-1 flex-col gap-px overflow-y-auto p-2">
        {sorted.map((member) => (
          <li key={member.user.id}>
            <MemberLine member={member} />
          </li>
        ))}
        {room.memberCount > members.length && (
          <li className="px-3 py-2 text-faint text-xs">and {room.memberCount - members.length} more</li>
        )}
      </ul>
      {room.kind !== "direct" && <Leave />}
    </aside>
  );
}

function MemberLine({ member }: { member: RoomMember }) {
  const { user, role, online } = member;
  const { room } = useRoom();
  const me = useMe();
  const direct = useDirectRoom();
  const canRemove = room.myRole === "owner" && room.kind !== "direct" && user.id !== me.id;
  return (
    <div className="group flex items-center gap-3 rounded-md px-3 py-1.5 hover:bg-hover">
      <Avatar name={user.displayName} id={user.id} size="sm" online={online} />
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm">
          {user.displayName}
          {online && <span className="sr-only">, here now</span>}
        </p>
        <LastSeen member={member} />
      </div>
      {role === "owner" && <Badge tone="accent">Owner</Badge>}
      {user.id !== me.id && room.kind !== "direct" && (
        <IconButton
          label={`Write to ${user.displayName}`}
          size="icon-sm"
          disabled={direct.pending}
          onClick={() => direct.open(user)}
        >
          <MessageSquare />
        </IconButton>
      )}
      {canRemove && <RemoveButton user={user} />}
    </div>
  );
}

function RemoveButton({ user }: Pick<RoomMember, "user">) {
  const { room } = useRoom();
  const [asking, setAsking] = useState(false);
  const { pending, attempt } = useAttempt();
  const remove = () =>
    attempt(`${user.displayName} is still a member`, async () => {
      await api("DELETE", `/rooms/${room.id}/members/${user.id}`);
    });
  return (
    <>
      <IconButton
        label={`Remove ${user.displayName}`}
        size="icon-sm"
        disabled={pending}
        onClick={() => setAsking(true)}
      >
        <UserMinus />
      </IconButton>
      <Confirm
        title={`Remove ${user.displayName}?`}
        consequence={
          room.kind === "private" ? "They can come back only by invitation." : "They can join again by themselves."
        }
        verb="Remove"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={remove}
      />
    </>
  );
}

function Leave() {
  const { room } = useRoom();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const { pending, attempt } = useAttempt();
  const leave = () =>
    attempt("You are still in the room", async () => {
      await api("DELETE", `/rooms/${room.id}/members/me`);
      router.push("/rooms");
    });
  const isLast = room.memberCount === 1;
  return (
    <div className="border-line border-t p-3">
      <Button look="quiet" size="sm" pending={pending} onClick={() => setAsking(true)} className="w-full justify-start">
        <LogOut aria-hidden="true" />
        Leave room
      </Button>
      <Confirm
        title={`Leave ${room.name}?`}
        consequence={
          isLast
            ? "You are the last member: the room is deleted with its messages."
            : "Its messages stay with the others."
        }
        verb="Leave"
        open={asking}
        onOpenChange={setAsking}
        onConfirm={leave}
      />
    </div>
  );
}
