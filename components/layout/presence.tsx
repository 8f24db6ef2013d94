"use client";

import { Users } from "lucide-react";
import { parts } from "@/components/parts";
import { Avatar } from "@/components/ui/avatar";
import { Drawer } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Spinner } from "@/components/ui/spinner";
import type { MemberAction } from "@/lib/client/feature";
import { useMe, useOnlineMembers } from "@/lib/client/member";
import type { PublicUser } from "@/lib/core/members/schemas";
import { useGo } from "./use-go";

/** What a press on someone does. */
const action = parts.find(({ memberAction }) => memberAction)?.memberAction;

/** How many are online, in words. */
const onlineText = (count: number): string => `${count.toLocaleString("en")} online`;

export function OnlineHeading({ id }: { id: string }) {
  const { count } = useOnlineMembers();
  return (
    <p id={id} className="flex items-center gap-1.5 px-2.5 pb-1.5 font-medium text-faint text-xs">
      <span aria-hidden="true" className="size-2 rounded-full bg-ok" />
      {onlineText(count)}
    </p>
  );
}

/** Who is online; a press on one does what a feature offers. */
export function PresenceList({ limit = 50 }: { limit?: number }) {
  const { listed, count } = useOnlineMembers();
  const me = useMe();
  const shown = listed.slice(0, limit);
  const rest = Math.max(count, listed.length) - shown.length;
  return (
    <ul className="flex flex-col gap-px">
      {shown.map((user) => (
        <li key={user.id}>
          <OnlineMember user={user} isMe={user.id === me.id} />
        </li>
      ))}
      {rest > 0 && <li className="px-2.5 py-1 text-faint text-xs">and {rest.toLocaleString("en")} more</li>}
    </ul>
  );
}

const lineStyles = "flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-soft text-sm";

function OnlineMember({ user, isMe }: { user: PublicUser; isMe: boolean }) {
  if (action && !isMe) return <ActiveMember user={user} {...action} />;
  return (
    <div className={lineStyles}>
      <Face user={user} />
      {isMe && <span className="text-faint text-xs">you</span>}
    </div>
  );
}

function Face({ user }: { user: PublicUser }) {
  return (
    <>
      <Avatar name={user.displayName} id={user.id} size="xs" online />
      <span className="min-w-0 flex-1 truncate text-left">{user.displayName}</span>
    </>
  );
}

function ActiveMember({ user, icon: Icon, label, failed, run }: MemberAction & { user: PublicUser }) {
  const { pending, go } = useGo();
  return (
    <button
      type="button"
      onClick={() => go(failed, () => run(user.id))}
      disabled={pending}
      className={`group ${lineStyles} hover:bg-hover hover:text-ink`}
    >
      <Face user={user} />
      <span className="sr-only">: {label}</span>
      {pending ? (
        <Spinner className="size-4" />
      ) : (
        <Icon
          aria-hidden="true"
          className="size-4 text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      )}
    </button>
  );
}

/** The list of who is online behind a button, for narrow screens. */
export function PresenceDrawer() {
  const { count } = useOnlineMembers();
  return (
    <Drawer
      title={onlineText(count)}
      trigger={
        <IconButton label={`Who is online: ${count.toLocaleString("en")}`} side="bottom">
          <Users />
        </IconButton>
      }
    >
      <PresenceList />
    </Drawer>
  );
}
