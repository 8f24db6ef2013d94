"use client";

import { Bell } from "lucide-react";
import type { ReactNode } from "react";
import { parts } from "@/components/parts";
import { cn } from "@/components/ui/cn";
import { Link } from "@/components/ui/link";
import { Age } from "@/components/ui/time";
import type { NotificationView } from "@/lib/core/notifications/inbox/schemas";

const icons = Object.fromEntries(parts.flatMap(({ icons }) => Object.entries(icons?.notifications ?? {})));

type Props = { item: NotificationView; onOpen: () => void; actions?: ReactNode; className?: string };

/** One notification: what happened, when, and a way there. */
export function NotificationItem({ item, onOpen, actions, className }: Props) {
  const Icon = icons[item.type] ?? Bell;
  const told = (
    <>
      <span className={cn("block text-sm", !item.read && "font-semibold")}>
        {!item.read && <span className="sr-only">Unread: </span>}
        {item.title}
      </span>
      {item.body && <span className="line-clamp-2 text-soft text-sm">{item.body}</span>}
    </>
  );
  return (
    <div className={cn("relative flex gap-3 px-4 py-3 transition-colors hover:bg-hover/60", className)}>
      <span
        aria-hidden="true"
        className={cn(
          "mt-0.5 inline-flex size-8 shrink-0 items-center justify-center rounded-[32%]",
          item.read ? "bg-hover text-faint" : "bg-signal-soft text-signal-ink",
        )}
      >
        <Icon className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        {item.url ? (
          <Link href={item.url} onClick={onOpen} className="block rounded-sm after:absolute after:inset-0">
            {told}
          </Link>
        ) : (
          told
        )}
        <Age at={item.createdAt} className="text-faint text-xs" />
      </div>
      {actions && <div className="relative flex shrink-0 items-start gap-1">{actions}</div>}
    </div>
  );
}
