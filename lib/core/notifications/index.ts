export { announceNotifications } from "./announce";
export { countUnread } from "./count-unread";
export { deleteNotification } from "./delete-notification";
export { listNotifications } from "./list-notifications";
export { markAllRead } from "./mark-all-read";
export { markNotificationRead } from "./mark-notification-read";
export { createNotifications, type NotificationRow } from "./store";
export { syncNotifications } from "./sync-notifications";
export { withdrawNotifications } from "./withdraw-notifications";
