"use client";

import { Check, Inbox, Settings2, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { PageHeading } from "@/components/layout/page-heading";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember, useNotifications } from "@/lib/client/member";
import { deleteNotification, readAllNotifications, readNotification } from "@/lib/client/notification-actions";
import type { NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { DeliveryDetail } from "./delivery-detail";
import { NotificationFilterBar } from "./notification-filter";
import { NotificationItem } from "./notification-item";
import { type Listing, useNotificationPages } from "./use-notification-pages";

/** The notifications of the member, live: all, or those of a type or kind. */
export function NotificationList(listing: Listing) {
  const { items, hasMore, pending, more, note } = useNotificationPages(listing);
  return (
    <>
      <Head />
      <NotificationFilterBar filter={listing.filter} type={listing.type} />
      {items.length === 0 ? (
        <Nothing {...listing} />
      ) : (
        <Card className="overflow-hidden">
          <ul className="divide-y divide-line">
            {items.map((item) => (
              <li key={item.id}>
                <Line item={item} onDone={(what) => note(item, what)} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {hasMore && (
        <Button look="plain" pending={pending} className="self-center" onClick={more}>
          Older notifications
        </Button>
      )}
    </>
  );
}

function Head() {
  const { notifications } = useMember();
  const { unread } = useNotifications();
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const readAll = () =>
    attempt("Not marked as read", async () => {
      await readAllNotifications(notifications);
      router.refresh();
    });
  return (
    <PageHeading title="Notifications" lead={unread > 0 ? `${unread > 99 ? "99+" : unread} unread` : "All read"}>
      <Button look="plain" disabled={unread === 0} pending={pending} onClick={readAll}>
        Mark all read
      </Button>
      <Link href="/settings/notifications" className={buttonStyles({ look: "plain" })}>
        <Settings2 aria-hidden="true" />
        Preferences
      </Link>
    </PageHeading>
  );
}

function Nothing({ filter, type }: Listing) {
  if (filter === "hidden") {
    return (
      <EmptyState icon={Inbox} title="Nothing was kept from you">
        What you switched off for the app stands here for 30 days, so that you can look why it did not show.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Inbox}
      title={filter === "unread" ? "Nothing unread" : type ? "Nothing of this type" : "Nothing yet"}
    >
      What others do that concerns you shows here.
    </EmptyState>
  );
}

type LineProps = { item: NotificationView; onDone: (what: "read" | "deleted") => void };

function Line({ item, onDone }: LineProps) {
  const { notifications } = useMember();
  const { pending, attempt } = useAttempt();
  const read = () =>
    attempt("Not marked as read", async () => {
      await readNotification(notifications, item);
      onDone("read");
    });
  const remove = () =>
    attempt("Not deleted", async () => {
      await deleteNotification(notifications, item);
      onDone("deleted");
    });
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
          <DeliveryDetail item={item} />
          <IconButton label={`Delete “${item.title}”`} size="icon-sm" disabled={pending} onClick={remove}>
            <Trash2 />
          </IconButton>
        </>
      }
    />
  );
}
