import type { z } from "zod";
import type {
  NotificationFilter,
  NotificationPage,
  NotificationType,
  NotificationView,
} from "@/lib/core/notifications/inbox/schemas";
import { api } from "./api";
import { changeNotifications, extendNotifications, type NotificationState } from "./notification-store";
import type { Store } from "./store";

const BASE = "/users/me/notifications";

/** Marks one read, here at once and then on the server, which tells the other tabs. */
export async function readNotification(
  store: Store<NotificationState>,
  { id, seq, read }: NotificationView,
): Promise<void> {
  if (read) return;
  store.update((state) => changeNotifications(state, { unread: Math.max(0, state.unread - 1), readIds: [id] }));
  await api("POST", `${BASE}/${id}/read`, { seq });
}

type Counted = { unread: number; rev: number };

/** Marks everything read that the page knows of; what comes meanwhile stays unread. */
export async function readAllNotifications(store: Store<NotificationState>): Promise<void> {
  const upTo = Math.max(store.get().synced, ...store.get().items.map((item) => item.seq));
  const { unread, rev } = await api<Counted>("POST", `${BASE}/read-all`, { upTo });
  store.update((state) => changeNotifications(state, { unread, rev, readUpTo: upTo }));
}

/** Deletes one as it is shown here; one that took in another since is refused. */
export async function deleteNotification(
  store: Store<NotificationState>,
  { id, seq, read }: NotificationView,
): Promise<void> {
  await api("DELETE", `${BASE}/${id}?seq=${seq}`);
  store.update((state) => {
    // The server may have told of it by now, with its count.
    const gone = read || state.gone.includes(id) ? 0 : 1;
    return changeNotifications(state, { unread: Math.max(0, state.unread - gone), deletedIds: [id] });
  });
}

type Asked = { filter: NotificationFilter; type?: NotificationType; cursor?: string };

/** Reads one page of those of a type or kind, the first without a cursor. */
export const readNotificationPage = ({ filter, type, cursor }: Asked): Promise<z.infer<typeof NotificationPage>> =>
  api("GET", `${BASE}?${new URLSearchParams({ filter, ...(type && { type }), ...(cursor && { cursor }) })}`);

/** Reads the next page of older ones. */
export async function moreNotifications(store: Store<NotificationState>): Promise<void> {
  const { nextCursor } = store.get();
  if (!nextCursor) return;
  const page = await readNotificationPage({ filter: "all", cursor: nextCursor });
  store.update((state) => extendNotifications(state, page));
}
