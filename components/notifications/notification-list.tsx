"use client";

import { Check, Inbox, Trash2 } from "lucide-react";
import { useState } from "react";
import { PageHeading } from "@/components/layout/page-heading";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Switch } from "@/components/ui/switch";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember, useNotifications } from "@/lib/client/member";
import {
  deleteNotification,
  moreNotifications,
  readAllNotifications,
  readNotification,
} from "@/lib/client/notification-actions";
import type { NotificationView } from "@/lib/core/notifications/schemas";
import { NotificationItem } from "./notification-item";

/** All notifications of the member, live. */
export function NotificationList() {
  const { notifications } = useMember();
  const { items, unread, nextCursor } = useNotifications();
  const [onlyUnread, setOnlyUnread] = useState(false);
  const { pending, attempt } = useAttempt();
  const shown = onlyUnread ? items.filter((item) => !item.read) : items;
  return (
    <>
      <PageHeading title="Notifications" lead={unread > 0 ? `${unread > 99 ? "99+" : unread} unread` : "All read"}>
        <Button
          look="plain"
          disabled={unread === 0}
          onClick={() => attempt("Not marked as read", () => readAllNotifications(notifications))}
        >
          Mark all read
        </Button>
      </PageHeading>
      <Switch label="Only unread" checked={onlyUnread} onChange={setOnlyUnread} />
      {shown.length === 0 ? (
        <EmptyState icon={Inbox} title={onlyUnread ? "Nothing unread" : "Nothing yet"}>
          When someone mentions or invites you, it shows here.
        </EmptyState>
      ) : (
        <Card className="overflow-hidden">
          <ul className="divide-y divide-line">
            {shown.map((item) => (
              <li key={item.id}>
                <Line item={item} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {nextCursor && (
        <Button
          look="plain"
          pending={pending}
          className="self-center"
          onClick={() => attempt("No older ones could be read", () => moreNotifications(notifications))}
        >
          Older notifications
        </Button>
      )}
    </>
  );
}

function Line({ item }: { item: NotificationView }) {
  const { notifications } = useMember();
  const { pending, attempt } = useAttempt();
  const read = () => attempt("Not marked as read", () => readNotification(notifications, item));
  return (
    <NotificationItem
      item={item}
      onOpen={read}
      actions={
        <>
          {!item.read && (
            <IconButton label={`Mark “${item.title}” as read`} size="icon-sm" onClick={read}>
              <Check />
            </IconButton>
          )}
          <IconButton
            label={`Delete “${item.title}”`}
            size="icon-sm"
            disabled={pending}
            onClick={() => attempt("Not deleted", () => deleteNotification(notifications, item))}
          >
            <Trash2 />
          </IconButton>
        </>
      }
    />
  );
}
