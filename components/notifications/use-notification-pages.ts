"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useAttempt } from "@/components/ui/use-attempt";
import { useMember, useNotifications } from "@/lib/client/member";
import { moreNotifications, readNotificationPage } from "@/lib/client/notification-actions";
import { afterChange, lives } from "@/lib/client/notification-store";
import { retry } from "@/lib/client/retry";
import { useExpiry } from "@/lib/client/use-expiry";
import { useLiveEvent } from "@/lib/client/use-live";
import type {
  NotificationChanged,
  NotificationFilter,
  NotificationType,
  NotificationView,
} from "@/lib/core/notifications/inbox/schemas";
import type { Page } from "@/lib/shared/page";

/** What is listed; `first` is the first page as the server read it, for all but the whole list. */
export type Listing = { filter: NotificationFilter; type?: NotificationType; first?: Page<NotificationView> };

/** A list of notifications that goes on, follows what is read and deleted anywhere, and takes in what comes. */
export function useNotificationPages({ filter, type, first }: Listing) {
  const { notifications } = useMember();
  const known = useNotifications();
  const [read, setRead] = useState({ first, page: first });
  const [done, setDone] = useState<Record<string, "read" | "deleted">>({});
  const { pending, attempt } = useAttempt();
  const page = read.first === first ? read.page : first;
  const change = useCallback(
    (what: (items: Items) => Items) =>
      setRead((now) => {
        const old = now.first === first ? now.page : first;
        return { first, page: old && { ...old, items: what(old.items) } };
      }),
    [first],
  );
  useLiveEvent(
    "notification:changed",
    useCallback((event: NotificationChanged) => change((items) => afterChange(items, event)), [change]),
  );
  useExpiry(
    page?.items ?? [],
    useCallback(() => change((items) => items.filter((item) => lives(item, Date.now()))), [change]),
  );
  useRereading(page !== undefined, known.whole, async () => {
    const next = await readNotificationPage({ filter, type });
    setRead({ first, page: next });
  });
  const more = () =>
    attempt("No older ones could be read", async () => {
      if (!page) return moreNotifications(notifications);
      const next = await readNotificationPage({ filter, type, cursor: page.nextCursor ?? "" });
      setRead({ first, page: { items: [...page.items, ...next.items], nextCursor: next.nextCursor } });
    });
  const items = page ? joined(page.items, known.items, { filter, type }) : known.items;
  return {
    items: items
      .filter(({ id }) => done[id] !== "deleted" && !known.gone.includes(id))
      .map((item) => (done[item.id] === "read" ? { ...item, read: true } : item)),
    hasMore: (page ?? known).nextCursor !== null,
    pending,
    more,
    /** Notes what was done to one here: it may lie deeper than what the tab follows. */
    note: ({ id }: NotificationView, what: "read" | "deleted") => setDone((known) => ({ ...known, [id]: what })),
  };
}

type Items = NotificationView[];

/** Reads a page of one's own again when the tab found after a break that something had changed. */
function useRereading(isOwn: boolean, whole: number, reread: () => Promise<void>): void {
  const seen = useRef(whole);
  const latest = useRef(reread);
  useEffect(() => {
    latest.current = reread;
    if (seen.current === whole) return;
    seen.current = whole;
    if (isOwn) void retry(() => latest.current());
  }, [isOwn, whole, reread]);
}

/** A page and what the tab knows besides; of what is in both, the one under the higher number, or else the live one. */
function joined(
  items: readonly NotificationView[],
  live: readonly NotificationView[],
  { filter, type }: Omit<Listing, "first">,
): NotificationView[] {
  if (filter === "hidden") return [...items];
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const item of live) if ((byId.get(item.id)?.seq ?? 0) <= item.seq) byId.set(item.id, item);
  return [...byId.values()]
    .filter((item) => (!type || item.type === type) && (filter !== "unread" || !item.read))
    .sort((a, b) => Number(a.read) - Number(b.read) || b.seq - a.seq);
}
