"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { parts } from "@/components/parts";
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

/** What every page of a member starts with, as the server read it. */
export type MemberStart = {
  me: PublicUser;
  /** What features start with, by their names. */
  features: Record<string, unknown>;
  notifications: NotificationStart;
  online: { items: PublicUser[]; total: number };
  settings: Settings;
};

/** Toasts of one delivery; the rest waits behind the bell. */
const TOASTS_MAX = 3;

function createStores({ me, notifications, online, settings }: MemberStart): MemberStores {
  return {
    me,
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
        <Providers start={start.features}>
          <Feeds stores={stores} />
          {children}
        </Providers>
      </MemberContext>
    </LiveProvider>
  );
}

/** The stores of core and the features around the pages, those of the first outermost. */
function Providers({ start, children }: { start: MemberStart["features"]; children: ReactNode }) {
  return parts.reduceRight<ReactNode>(
    (inner, { name, Provider }) => (Provider ? <Provider start={start[name]}>{inner}</Provider> : inner),
    children,
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
  usePresenceFeed(stores.online, stores.me);
  useNotificationsFeed(stores.notifications, onNew);
  return null;
}
