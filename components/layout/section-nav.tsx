"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Link } from "@/components/ui/link";
import type { PageLink } from "@/lib/client/feature";

const linkStyles =
  "flex h-9 shrink-0 items-center whitespace-nowrap rounded-md px-2.5 text-soft sm:px-3 text-sm transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink";

type Props = { label: string; links: readonly PageLink[]; side?: boolean };

/** The pages that belong together. A strip that scrolls when it is too long; with `side`, a list where there is room. */
export function SectionNav({ label, links, side = false }: Props) {
  const path = usePathname();
  const strip = useRef<HTMLUListElement>(null);
  const [first] = links;
  const isHere = (href: string) => path === href || (href !== first?.href && path.startsWith(`${href}/`));
  useEffect(() => {
    const current = strip.current?.querySelector("[aria-current=page]");
    if (path) current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [path]);
  return (
    <nav aria-label={label}>
      <ul
        ref={strip}
        className={`-mx-4 flex gap-1 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:-mx-8 sm:px-8 ${side ? "lg:mx-0 lg:flex-col lg:px-0" : ""}`}
      >
        {links.map(({ href, label }) => (
          <li key={href}>
            <Link href={href} aria-current={isHere(href) ? "page" : undefined} className={linkStyles}>
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
