"use client";

import { Bell, CircleHelp, Mail, Smartphone } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import { fullTime, useTimeZone } from "@/lib/client/time";
import type { DeliveryView } from "@/lib/core/notifications/delivery/delivery-schemas";
import type { NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { channelWords, deliveryWords } from "./delivery-words";

const icons = { in_app: Bell, email: Mail, push: Smartphone } as const;

const states: Record<DeliveryView["state"], { label: string; tone?: "accent" | "warn" }> = {
  delivered: { label: "Delivered", tone: "accent" },
  waiting: { label: "Waiting" },
  sending: { label: "Sending" },
  dropped: { label: "Not sent" },
  off: { label: "Off" },
  failed: { label: "Failed", tone: "warn" },
};

type Read = { items?: DeliveryView[]; error?: string };

/** The button that tells how a notification was delivered, and why not. */
export function DeliveryDetail({ item }: { item: NotificationView }) {
  const [open, setOpen] = useState(false);
  const [read, setRead] = useState<Read>({});
  const zone = useTimeZone();
  const show = (next: boolean) => {
    setOpen(next);
    if (!next) return;
    setRead({});
    api<{ items: DeliveryView[] }>("GET", `/users/me/notifications/${item.id}/deliveries`).then(
      setRead,
      (error: unknown) => setRead({ error: asRefusal(error).message }),
    );
  };
  return (
    <>
      <IconButton label={`How “${item.title}” was delivered`} size="icon-sm" onClick={() => show(true)}>
        <CircleHelp />
      </IconButton>
      <Dialog title="How it was delivered" description={fullTime(item.createdAt, zone)} open={open} onOpenChange={show}>
        <p className="wrap-anywhere mb-4 text-sm">{item.title}</p>
        <Outcome {...read} />
      </Dialog>
    </>
  );
}

function Outcome({ items, error }: Read) {
  const zone = useTimeZone();
  if (error) return <Notice tone="danger">{error}</Notice>;
  if (!items) return <Spinner />;
  return (
    <ul className="divide-y divide-line border-line border-y">
      {items.map((delivery) => {
        const { channel, state } = delivery;
        const Icon = icons[channel];
        return (
          <li key={channel} className="flex gap-3 py-3">
            <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-faint" />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center justify-between gap-2 font-medium text-sm">
                {channelWords[channel]}
                <Badge tone={states[state].tone}>{states[state].label}</Badge>
              </p>
              <p className="wrap-anywhere mt-0.5 text-soft text-sm">{deliveryWords(delivery, zone)}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
