"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useState } from "react";
import { toast } from "@/components/ui/toast";
import { MemberContext, type MemberStores } from "@/lib/client/member";
import type { NotificationState } from "@/lib/client/notification-store";
import { openOnline } from "@/lib/client/online-store";
import type { RoomsState } from "@/lib/client/rooms-store";
import { createStore } from "@/lib/client/store";
import { LiveProvider } from "@/lib/client/use-live";
import { useNotificationsFeed } from "@/lib/client/use-notifications-feed";
import { usePresenceFeed } from "@/lib/client/use-presence-feed";
import { useRoomsFeed } from "@/lib/client/use-rooms-feed";
import type { PublicUser } from "@/lib/core/accounts/schemas";
import type { NotificationView } from "@/lib/core/notifications/schemas";
import type { Room } from "@/lib/features/rooms/schemas";

/** What every page of a member starts with, as the server read it. */
export type MemberStart = {
  me: PublicUser;
  rooms: Room[];
  notifications: Pick<NotificationState, "items" | "unread" | "nextCursor"> & { lastSeq: number };
  online: { items: PublicUser[]; total: number };
};

/** Toasts of one delivery; the rest waits behind the bell. */
const TOASTS_MAX = 3;

function createStores({ me, rooms, notifications, online }: MemberStart): MemberStores {
  const { lastSeq, ...rest } = notifications;
  return {
    me,
    rooms: createStore<RoomsState>({ rooms, reading: null }),
    notifications: createStore({ ...rest, base: lastSeq, synced: lastSeq }),
    online: createStore(openOnline(online)),
  };
}

/** Gives the pages of a member their live connection and what it keeps up to date. */
export function MemberProvider({ start, children }: { start: MemberStart; children: ReactNode }) {
  const [stores] = useState(() => createStores(start));
  return (
    <LiveProvider>
      <MemberContext value={stores}>
        <Feeds stores={stores} />
        {children}
      </MemberContext>
    </LiveProvider>
  );
}

function Feeds({ stores }: { stores: MemberStores }) {
  const router = useRouter();
  const onNew = useCallback(
    (items: NotificationView[]) => {
      for (const { title, body, url } of items.slice(-TOASTS_MAX)) {
        toast({
          title,
          description: body,
          action: url ? { label: "Open", onPress: () => router.push(url) } : undefined,
        });
      }
    },
    [router],
  );
  useRoomsFeed(stores.rooms, stores.me.id);
  usePresenceFeed(stores.online, stores.me);
  useNotificationsFeed(stores.notifications, onNew);
  return null;
}
