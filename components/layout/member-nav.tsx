"use client";

import { Bell, LayoutDashboard, type LucideIcon, MessagesSquare } from "lucide-react";
import { usePathname } from "next/navigation";
import { CountBadge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { useMe, useNotifications, useRooms } from "@/lib/client/member";
import { totalUnread } from "@/lib/features/rooms/client/rooms-store";
import { LinkProgress } from "./link-progress";
import { navLinkStyles } from "./nav-styles";

type Destination = { href: string; label: string; icon: LucideIcon; count: number };

/** Where a member can go. Admins have one more. */
function useDestinations(): Destination[] {
  const me = useMe();
  const rooms = useRooms();
  const { unread } = useNotifications();
  const all = [
    { href: "/rooms", label: "Rooms", icon: MessagesSquare, count: totalUnread(rooms) },
    { href: "/notifications", label: "Notifications", icon: Bell, count: unread },
  ];
  return me.role === "admin" ? [...all, { href: "/admin", label: "Admin", icon: LayoutDashboard, count: 0 }] : all;
}

/** Whether `path` is the page at `href` or below it. Rooms have links of their own. */
const isAt = (path: string, href: string): boolean =>
  path === href || (href !== "/rooms" && path.startsWith(`${href}/`));

/** The pages in the sidebar. */
export function SideNav() {
  const path = usePathname();
  return (
    <ul className="flex flex-col gap-px">
      {useDestinations().map(({ href, label, icon: Icon, count }) => (
        <li key={href}>
          <Link href={href} aria-current={isAt(path, href) ? "page" : undefined} className={cn(navLinkStyles, "h-9")}>
            <Icon aria-hidden="true" className="size-4.5" />
            <span className="flex-1">{label}</span>
            <LinkProgress />
            {href !== "/rooms" && <CountBadge count={count} of="unread" />}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The pages at the thumb on a phone. An open room takes the whole screen and has its own way back. */
export function BottomNav() {
  const path = usePathname();
  const destinations = useDestinations();
  if (/^\/rooms\/./.test(path)) return null;
  return (
    <nav
      aria-label="Main"
      className="shrink-0 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {destinations.map(({ href, label, icon: Icon, count }) => (
          <li key={href} className="flex-1">
            <Link
              href={href}
              aria-current={isAt(path, href) ? "page" : undefined}
              className="flex h-14 flex-col items-center justify-center gap-0.5 text-2xs text-faint aria-[current=page]:font-medium aria-[current=page]:text-accent-ink"
            >
              <span className="relative">
                <Icon aria-hidden="true" className="size-5" />
                <CountBadge count={count} of="unread" className="absolute -top-1.5 left-3" />
              </span>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
