"use client";

import { usePathname } from "next/navigation";
import { useContext } from "react";
import { LinkProgress } from "@/components/layout/link-progress";
import { Sign } from "@/components/layout/sign";
import { CountBadge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import type { Destination } from "@/lib/client/feature";
import { isAt, useCount, useDestinations } from "./destinations";
import { navLinkStyles } from "./nav-styles";

/** The navigation in the sidebar: the pages, and below them what some of them list. */
export function SideNav() {
  const destinations = useDestinations();
  return (
    <>
      <nav aria-label="Main">
        <ul className="flex flex-col gap-px">
          {destinations.map((destination) => (
            <li key={destination.href}>
              <PageLink destination={destination} />
            </li>
          ))}
        </ul>
      </nav>
      {destinations.map(({ href, items }) => items && <Items key={href} {...items} />)}
    </>
  );
}

function PageLink({ destination }: { destination: Destination }) {
  const { href, label, icon: Icon, items } = destination;
  const path = usePathname();
  const count = useCount(destination);
  return (
    <Link href={href} aria-current={isAt(path, destination) ? "page" : undefined} className={cn(navLinkStyles, "h-9")}>
      <Icon aria-hidden="true" className="size-4.5" />
      <span className="flex-1">{label}</span>
      <LinkProgress />
      {!items && <CountBadge count={count} of="unread" />}
    </Link>
  );
}

function Items({ label, nothing, list }: NonNullable<Destination["items"]>) {
  const items = useContext(list);
  const path = usePathname();
  if (items.length === 0 && !nothing) return null;
  return (
    <nav aria-label={label}>
      <p className="px-2.5 pb-1.5 font-medium text-faint text-xs">{label}</p>
      {items.length === 0 && <p className="px-2.5 py-1 text-faint text-sm">{nothing}</p>}
      <ul className="flex flex-col gap-px">
        {items.map(({ href, label, count, ...sign }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={path === href ? "page" : undefined}
              className={cn(navLinkStyles, "h-8", count > 0 && "font-semibold text-ink")}
            >
              <Sign {...sign} />
              <span className="min-w-0 flex-1 truncate">{label}</span>
              <LinkProgress />
              <CountBadge count={count} of="unread" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
