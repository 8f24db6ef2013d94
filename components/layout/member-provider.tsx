"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { toast } from "@/components/ui/toast";
import { MemberContext, type MemberStores } from "@/lib/client/member";
import { type NotificationStart, openNotifications } from "@/lib/client/notification-store";
import { openOnline } from "@/lib/client/online-store";
import { createStore } from "@/lib/client/store";
import { setTheme } from "@/lib/client/theme";
import { LiveProvider } from "@/lib/client/use-live";
import { useNotificationsFeed } from "@/lib/client/use-notifications-feed";
import { usePresenceFeed } from "@/lib/client/use-presence-feed";
import type { PublicUser } from "@/lib/core/members/schemas";
import type { NotificationView } from "@/lib/core/notifications/inbox/schemas";
import type { Settings } from "@/lib/core/settings/schemas";
import type { RoomsState } from "@/lib/features/rooms/client/rooms-store";
import { useRoomsFeed } from "@/lib/features/rooms/client/use-rooms-feed";
import type { Room } from "@/lib/features/rooms/schemas";

/** What every page of a member starts with, as the server read it. */
export type MemberStart = {
  me: PublicUser;
  rooms: Room[];
  notifications: NotificationStart;
  online: { items: PublicUser[]; total: number };
  settings: Settings;
};

/** Toasts of one delivery; the rest waits behind the bell. */
const TOASTS_MAX = 3;

function createStores({ me, rooms, notifications, online, settings }: MemberStart): MemberStores {
  return {
    me,
    rooms: createStore<RoomsState>({ rooms, reading: null }),
    notifications: createStore(openNotifications(notifications)),
    online: createStore(openOnline(online)),
    settings: createStore(settings),
  };
}

/** Gives the pages of a member their live connection and what it keeps up to date. */
export function MemberProvider({ start, children }: { start: MemberStart; children: ReactNode }) {
  const [stores] = useState(() => createStores(start));
  const { id, username, displayName, role } = start.me;
  // The stores live as long as the page; who one is may be read anew with it.
  const member = useMemo(
    () => ({ ...stores, me: { id, username, displayName, role } }),
    [stores, id, username, displayName, role],
  );
  return (
    <LiveProvider>
      <MemberContext value={member}>
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
  useEffect(() => {
    const { theme } = stores.settings.get();
    if (theme !== "system") setTheme(theme);
  }, [stores]);
  useRoomsFeed(stores.rooms, stores.me.id);
  usePresenceFeed(stores.online, stores.me);
  useNotificationsFeed(stores.notifications, onNew);
  return null;
}
