import { settleNotifications, withdrawNotifications } from "@/lib/core/notifications";
import type { AfterCommit, HotTx } from "@/lib/kit/transact";

const about = (roomId: string) => ({ key: "roomId", value: roomId });

type About = { roomId: string; userId: string };

/** Marks the notification about an invitation read that was answered, so that nobody is reminded of it. */
export const settleInvitation = (tx: HotTx, afterCommit: AfterCommit, { roomId, userId }: About): Promise<void> =>
  settleNotifications(tx, afterCommit, userId, "invitation", about(roomId));

/** Takes the notification about an invitation back with the invitation: it would lead nowhere. */
export const withdrawInvitation = (tx: HotTx, afterCommit: AfterCommit, { roomId, userId }: About): Promise<void> =>
  withdrawNotifications(tx, afterCommit, [userId], "invitation", about(roomId));
