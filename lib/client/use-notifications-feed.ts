import { useCallback, useRef } from "react";
import type { NotificationChanged, NotificationNew, NotificationView } from "@/lib/core/notifications/schemas";
import type { Live } from "./live-socket";
import {
  changeNotifications,
  fillNotifications,
  hearNotification,
  type NotificationState,
  unknownOf,
} from "./notification-store";
import type { Store } from "./store";
import { useLive, useLiveEvent, useOnline } from "./use-live";

/** Keeps the notifications up to date and calls `onNew` with what just came. `onNew` must be stable. */
export function useNotificationsFeed(
  store: Store<NotificationState>,
  onNew: (items: NotificationView[]) => void,
): void {
  const live = useLive();
  const running = useRef(false);
  const catchUp = useCallback(() => {
    if (running.current) return;
    running.current = true;
    const done = () => {
      running.current = false;
    };
    sync(live, store, onNew).then(done, done);
  }, [live, store, onNew]);
  useLiveEvent(
    "notification:new",
    useCallback(
      ({ unread, ...item }: NotificationNew) => {
        const fresh = unknownOf(store.get(), [item]);
        const { state, isGap } = hearNotification(store.get(), item, unread);
        store.set(state);
        if (fresh.length > 0) onNew(fresh);
        if (isGap) catchUp();
      },
      [store, onNew, catchUp],
    ),
  );
  useLiveEvent(
    "notification:changed",
    useCallback((change: NotificationChanged) => store.update((state) => changeNotifications(state, change)), [store]),
  );
  useOnline(catchUp);
}

async function sync(live: Live, store: Store<NotificationState>, onNew: (items: NotificationView[]) => void) {
  for (let more = true; more; ) {
    const { data } = await live.request("sync", { notifications: store.get().synced });
    const since = data.notifications;
    if (!since) return;
    const fresh = unknownOf(store.get(), since.items).filter((item) => !item.read);
    store.update((state) => fillNotifications(state, since));
    if (fresh.length > 0) onNew(fresh);
    more = since.more;
  }
}
