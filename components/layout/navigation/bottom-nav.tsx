"use client";

import { usePathname } from "next/navigation";
import { CountBadge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import type { Destination } from "@/lib/client/feature";
import { isAt, isBelow, useCount, useDestinations } from "./destinations";

/** The pages at the thumb on a phone. A page that fills the screen has its own way back. */
export function BottomNav() {
  const path = usePathname();
  const destinations = useDestinations();
  if (destinations.some(({ href, fillsScreen }) => fillsScreen && isBelow(path, href))) return null;
  return (
    <nav
      aria-label="Main"
      className="shrink-0 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="flex">
        {destinations.map((destination) => (
          <li key={destination.href} className="flex-1">
            <PageLink destination={destination} />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function PageLink({ destination }: { destination: Destination }) {
  const { href, label, icon: Icon } = destination;
  const path = usePathname();
  const count = useCount(destination);
  return (
    <Link
      href={href}
      aria-current={isAt(path, destination) ? "page" : undefined}
      className="flex h-14 flex-col items-center justify-center gap-0.5 text-2xs text-faint aria-[current=page]:font-medium aria-[current=page]:text-accent-ink"
    >
      <span className="relative">
        <Icon aria-hidden="true" className="size-5" />
        <CountBadge count={count} of="unread" className="absolute -top-1.5 left-3" />
      </span>
      {label}
    </Link>
  );
}
