"use client";

import { LayoutDashboard, LogOut, Settings } from "lucide-react";
import { use } from "react";
import { useDestinations } from "@/components/layout/navigation/destinations";
import { useSignOut } from "@/components/layout/use-sign-out";
import { adminPages, parts, settingsPages } from "@/components/parts";
import type { Command, Destination } from "@/lib/client/feature";
import { useMe, useOnlineMembers } from "@/lib/client/member";
import { findCommands, type Group } from "./find";

const pages: readonly Command[] = settingsPages.map((page) => ({ ...page, note: "Settings", icon: Settings }));
const dashboard: readonly Command[] = adminPages.map((page) => ({ ...page, note: "Admin", icon: LayoutDashboard }));

/** What the palette offers for `query`: at first little more than what is at hand, then everything by that name. */
export function useOffer(query: string, signOut: () => Promise<void>): Group[] {
  const { role } = useMe();
  const destinations = useDestinations();
  const lists = useLists(destinations);
  const members = useMemberCommands();
  const actions = useActions(signOut);
  const asked = query.trim();
  const known: Command[] = [
    ...destinations.map(({ href, label, icon }) => ({ href, label, icon })),
    ...(asked ? pages : [{ href: "/settings", label: "Settings", icon: Settings }]),
    ...(asked && role === "admin" ? dashboard : []),
  ];
  const groups = findCommands(
    [...lists, { value: "Pages", items: known }, { value: "Members", items: asked ? members : [] }, actions],
    asked,
  );
  const searches = asked ? parts.flatMap(({ search }) => search?.(asked) ?? []) : [];
  return searches.length > 0 ? [...groups, { value: "Search", items: searches }] : groups;
}

/** What destinations list, such as the member's own things. */
function useLists(destinations: readonly Destination[]): Group[] {
  const groups: Group[] = [];
  for (const { items } of destinations) {
    if (items) groups.push({ value: items.label, items: use(items.list) });
  }
  return groups;
}

/** What can be done with those who are online. */
function useMemberCommands(): Command[] {
  const me = useMe();
  const { listed } = useOnlineMembers();
  const others = listed.filter(({ id }) => id !== me.id);
  return parts.flatMap(({ memberAction: action }) =>
    action
      ? others.map(({ id, displayName, username }) => ({
          label: action.command(displayName),
          keywords: username,
          face: { id, name: displayName, online: true },
          failed: action.failed,
          run: () => action.run(id),
        }))
      : [],
  );
}

function useActions(signOut: () => Promise<void>): Group {
  const { leave } = useSignOut(signOut);
  const last: Command = {
    label: "Sign out",
    keywords: "log leave",
    icon: LogOut,
    failed: "Not signed out",
    run: async () => leave(),
  };
  return { value: "Actions", items: [...parts.toReversed().flatMap(({ commands }) => commands ?? []), last] };
}
