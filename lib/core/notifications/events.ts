import { defineEvent, member } from "@/lib/shared/define-event";
import { NotificationChanged, NotificationNew } from "./inbox/schemas";

/** A member has a new notification, or one took in another. */
export const notificationNew = defineEvent("notification:new", NotificationNew, {
  audience: [member],
  webhook: "You have a new notification.",
});

/** Notifications of a member were read, deleted or changed. */
export const notificationChanged = defineEvent("notification:changed", NotificationChanged, { audience: [member] });
