"use client";

import { Bell as BellIcon, Inbox } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Popover } from "@/components/ui/popover";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember, useNotifications } from "@/lib/client/member";
import { readAllNotifications, readNotification } from "@/lib/client/notification-actions";
import { NotificationItem } from "./notification-item";

/** Notifications in the popover; all of them are a page. */
const SHOWN_MAX = 12;

const countText = (unread: number): string => (unread > 99 ? "99+" : String(unread));

/** The bell: how many notifications are unread, and behind it the newest. */
export function Bell() {
  const { unread } = useNotifications();
  const [open, setOpen] = useState(false);
  const label = unread > 0 ? `Notifications, ${countText(unread)} unread` : "Notifications";
  return (
    <Popover
      title="Notifications"
      open={open}
      onOpenChange={setOpen}
      className="w-[min(24rem,calc(100vw-1.5rem))]"
      aside={<ReadAll />}
      trigger={
        <IconButton label={label} side="bottom" className="relative">
          <BellIcon />
          {unread > 0 && (
            <span className="absolute -top-0.5 -right-0.5 min-w-4.5 rounded-full border-2 border-sunken bg-signal px-1 text-center font-semibold text-[0.625rem] text-on-signal tabular-nums leading-[0.9rem]">
              {countText(unread)}
            </span>
          )}
        </IconButton>
      }
    >
      <Newest onLeave={() => setOpen(false)} />
    </Popover>
  );
}

function ReadAll() {
  const { notifications } = useMember();
  const { unread } = useNotifications();
  const { pending, attempt } = useAttempt();
  if (unread === 0) return null;
  const readAll = () => attempt("Not marked as read", () => readAllNotifications(notifications));
  return (
    <Button look="quiet" size="sm" pending={pending} onClick={readAll} className="-mr-2">
      Mark all read
    </Button>
  );
}

function Newest({ onLeave }: { onLeave: () => void }) {
  const { notifications } = useMember();
  const { items } = useNotifications();
  const { attempt } = useAttempt();
  if (items.length === 0) {
    return (
      <EmptyState icon={Inbox} title="Nothing yet" className="py-9">
        What others do that concerns you shows here.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="relative min-h-0 flex-1 divide-y divide-line overflow-y-auto">
        {items.slice(0, SHOWN_MAX).map((item) => (
          <li key={item.id}>
            <NotificationItem
              item={item}
              onOpen={() => {
                onLeave();
                attempt("Not marked as read", () => readNotification(notifications, item));
              }}
            />
          </li>
        ))}
      </ul>
      <div className="border-line border-t p-2">
        <Link
          href="/notifications"
          onClick={onLeave}
          className={buttonStyles({ look: "quiet", size: "sm", className: "w-full" })}
        >
          All notifications
        </Link>
      </div>
    </>
  );
}
