import { settleNotifications, withdrawNotifications } from "@/lib/core/notifications";

const about = (roomId: string) => ({ key: "roomId", value: roomId });

/** Marks the notification about an invitation read that was answered, so that nobody is reminded of it. */
export const settleInvitation = (roomId: string, userId: string): Promise<void> =>
  settleNotifications(userId, "invitation", about(roomId));

/** Takes the notification about an invitation back with the invitation: it would lead nowhere. */
export const withdrawInvitation = (roomId: string, userId: string): Promise<void> =>
  withdrawNotifications([userId], "invitation", about(roomId));
