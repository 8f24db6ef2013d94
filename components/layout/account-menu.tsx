"use client";

import { ChevronsUpDown, LogOut, Settings } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Link } from "@/components/ui/link";
import { Menu, MenuItem, MenuLink, MenuSeparator } from "@/components/ui/menu";
import { useMe } from "@/lib/client/member";
import { ConnectionLabel } from "./connection-state";
import { ThemeChoice } from "./theme-choice";
import { useSignOut } from "./use-sign-out";

type Props = { signOut: () => Promise<void>; compact?: boolean };

/** Who is signed in; behind it the settings, the theme and the way out. */
export function AccountMenu({ signOut, compact = false }: Props) {
  const me = useMe();
  const { pending, leave } = useSignOut(signOut);
  return (
    <Menu
      side={compact ? "bottom" : "top"}
      align={compact ? "end" : "start"}
      className="w-56"
      trigger={
        compact ? <CompactTrigger name={me.displayName} id={me.id} /> : <WideTrigger name={me.displayName} id={me.id} />
      }
    >
      <div className="px-2.5 pt-1.5 pb-2">
        <p className="truncate font-medium text-sm">{me.displayName}</p>
        <p className="truncate text-faint text-xs">@{me.username}</p>
      </div>
      <MenuSeparator />
      <MenuLink render={<Link href="/settings" />}>
        <Settings aria-hidden="true" />
        Settings
      </MenuLink>
      <MenuSeparator />
      <ThemeChoice />
      <MenuSeparator />
      <MenuItem disabled={pending} onClick={leave}>
        <LogOut aria-hidden="true" />
        Sign out
      </MenuItem>
    </Menu>
  );
}

type TriggerProps = { name: string; id: string };

function WideTrigger({ name, id, ...props }: TriggerProps) {
  return (
    <button
      {...props}
      type="button"
      className="flex w-full items-center gap-2.5 rounded-md p-2 text-left transition-colors hover:bg-hover data-popup-open:bg-hover"
    >
      <Avatar name={name} id={id} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium text-sm">{name}</span>
        <ConnectionLabel />
      </span>
      <span className="sr-only">Account</span>
      <ChevronsUpDown aria-hidden="true" className="size-4 text-faint" />
    </button>
  );
}

function CompactTrigger({ name, id, ...props }: TriggerProps) {
  return (
    <button {...props} type="button" aria-label={`Account of ${name}`} className="rounded-[32%]">
      <Avatar name={name} id={id} />
    </button>
  );
}
