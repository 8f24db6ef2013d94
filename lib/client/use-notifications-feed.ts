import { useCallback, useRef } from "react";
import type { NotificationChanged, NotificationNew, NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { PAGE_DEFAULT, PAGE_MAX } from "@/lib/shared/bounds";
import type { Live } from "./live-socket";
import {
  changeNotifications,
  expireNotifications,
  fillNotifications,
  hearNotification,
  type NotificationState,
  replaceNotifications,
  unknownOf,
} from "./notification-store";
import { retry } from "./retry";
import { type Store, useStore } from "./store";
import { useExpiry } from "./use-expiry";
import { useLive, useLiveEvent, useOnline } from "./use-live";

type Feed = {
  live: Live;
  store: Store<NotificationState>;
  onNew: (items: NotificationView[]) => void;
};

/** Keeps the notifications up to date and calls `onNew` with what just came. `onNew` must be stable. */
export function useNotificationsFeed(store: Store<NotificationState>, onNew: Feed["onNew"]): void {
  const live = useLive();
  const fill = useOneAtATime(fillGap, { live, store, onNew });
  useLiveEvent(
    "notification:new",
    useCallback(
      ({ unread, rev, ...item }: NotificationNew) => {
        const fresh = unknownOf(store.get(), [item]);
        const { state, isGap } = hearNotification(store.get(), item, { unread, rev });
        store.set(state);
        if (fresh.length > 0) onNew(fresh);
        if (isGap) fill();
      },
      [store, onNew, fill],
    ),
  );
  useLiveEvent(
    "notification:changed",
    useCallback((change: NotificationChanged) => store.update((state) => changeNotifications(state, change)), [store]),
  );
  useOnline(useOneAtATime(reconcile, { live, store, onNew }));
  useExpiry(
    useStore(store).items,
    useCallback(() => store.update((state) => expireNotifications(state, Date.now())), [store]),
  );
}

/** What runs `work`; asked for while it runs, it runs once more. */
function useOneAtATime(work: (feed: Feed) => Promise<void>, { live, store, onNew }: Feed): () => void {
  const asked = useRef(0);
  return useCallback(() => {
    const run = async (): Promise<void> => {
      const answered = asked.current;
      await retry(() => work({ live, store, onNew }));
      if (asked.current > answered) return run();
      asked.current = 0;
    };
    asked.current += 1;
    if (asked.current === 1) void run();
  }, [work, live, store, onNew]);
}

/** Asks for what came after the last number heard. */
async function fillGap({ live, store, onNew }: Feed): Promise<void> {
  for (let more = true; more; ) {
    const { data } = await live.request("sync", { notifications: store.get().synced });
    const since = data.notifications;
    if (!since) return;
    tell(store, since.items, onNew);
    store.update((state) => fillNotifications(state, since));
    more = since.hasMore;
  }
}

/** Times the beginning of the list is asked for, while changes overtake the answers. */
const ROUNDS = 3;

/** Asks how the list begins now: what was read, deleted or taken back meanwhile has no number of its own. */
async function reconcile({ live, store, onNew }: Feed): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const { synced: after, whole: rev, items } = store.get();
    const take = Math.min(Math.max(items.length, PAGE_DEFAULT), PAGE_MAX);
    const { data } = await live.request("sync", { notifications: { after, rev, take } });
    const since = data.notifications;
    if (!since) return;
    tell(store, since.first?.items ?? [], onNew);
    const { state, isBehind } = replaceNotifications(store.get(), since);
    store.set(state);
    if (!isBehind) return;
  }
}

function tell(store: Store<NotificationState>, items: NotificationView[], onNew: Feed["onNew"]): void {
  const fresh = unknownOf(store.get(), items).filter((item) => !item.read);
  if (fresh.length > 0) onNew(fresh);
}
