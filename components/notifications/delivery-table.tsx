"use client";

import { Badge } from "@/components/ui/badge";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { useTimeZone } from "@/lib/client/time";
import type { DeliveryRecord, DeliveryView } from "@/lib/core/notifications/delivery/delivery-schemas";
import type { Page } from "@/lib/shared/page";
import { archiveWords, channelWords, deliveryWords } from "./delivery-words";

const columns: Column<DeliveryRecord>[] = [
  {
    name: "Type",
    isTitle: true,
    cell: ({ type, title, read, archived }) => (
      <span className="inline-flex flex-wrap items-center gap-2 font-medium">
        {words.notification(type).name}
        {read && <Badge>Read</Badge>}
        {archived && <Badge>{archiveWords[archived.reason]}</Badge>}
        {title && <span className="wrap-anywhere w-full font-normal text-soft">{title}</span>}
      </span>
    ),
  },
  { name: "When", cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { name: channelWords.in_app, cell: ({ deliveries }) => <Outcome of="in_app" deliveries={deliveries} /> },
  { name: channelWords.email, cell: ({ deliveries }) => <Outcome of="email" deliveries={deliveries} /> },
  { name: channelWords.push, cell: ({ deliveries }) => <Outcome of="push" deliveries={deliveries} /> },
];

/** How a member's notifications fared, also of those that are gone; for the member with their titles. */
export function DeliveryTable({ first, path }: { first: Page<DeliveryRecord>; path: string }) {
  const pages = usePages(first, path);
  return (
    <>
      <Table
        caption="Notifications"
        columns={columns}
        rows={pages.items}
        rowKey={({ notificationId }) => notificationId}
      />
      <MoreButton label="Older notifications" {...pages} />
    </>
  );
}

function Outcome({ of, deliveries }: { of: DeliveryView["channel"]; deliveries: DeliveryView[] }) {
  const zone = useTimeZone();
  const delivery = deliveries.find(({ channel }) => channel === of);
  return <span className="text-soft">{delivery ? deliveryWords(delivery, zone) : "–"}</span>;
}
