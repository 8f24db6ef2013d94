import "@/lib/core/testing/planted";
import { beforeAll, expect, test } from "vitest";
import { systemContext } from "@/lib/core/context";
import { requeueDeliveries } from "@/lib/core/notifications/delivery/requeue";
import {
  createNotifications,
  deleteNotification,
  markAllRead,
  markNotificationRead,
  notificationJobs,
  settleNotifications,
  withdrawNotifications,
} from "@/lib/core/notifications/index";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { preparedLike, scansOf } from "@/lib/core/testing/plans";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { cleanUpNotifications } from "./clean-up";
import { countOfMany } from "./store";

testDatabase();
beforeAll(() => void overrideEnv({ DATABASE_POOL_SIZE: 1 }));

/** By which index the statements find what they are about that may run over many rows. */
const WAYS: Record<string, string> = {
  "notifications.archive.recalled": "notifications_announcement_id_id_idx ((announcement_id = $3) AND (id > $4))",
  "notifications.archive.expired": "notifications_expires_at_idx (expires_at < now())",
  "notifications.forget": "archived_notifications_archived_at_idx (archived_at < $1)",
  "notifications.late": "notification_deliveries_state_until_idx (((state)::text = 'waiting'::text) AND (until < $1))",
};

/** Every statement of this room that is not on the way of a page, once. */
async function useAll(): Promise<void> {
  const ann = await makeMember();
  const ctx = memberCtx(ann);
  const about = { key: "roomId", value: "r1" };
  const draft = { userId: ann.id, type: "greeting" as const, title: "", body: "", data: { roomId: "r1" } };
  const [one] = await hotTransaction((tx, afterCommit) => createNotifications(tx, afterCommit, [draft, draft]));
  const notificationId = one?.id ?? "";
  await markNotificationRead(ctx, { userId: "me", notificationId });
  await deleteNotification(ctx, { userId: "me", notificationId });
  await hotTransaction((tx, afterCommit) => settleNotifications(tx, afterCommit, ann.id, "greeting", about));
  await hotTransaction((tx, afterCommit) => withdrawNotifications(tx, afterCommit, [ann.id], "greeting", about));
  await markAllRead(ctx, { userId: "me" });
  await countOfMany([ann.id]);
  const { signal } = new AbortController();
  await notificationJobs["recall-announcement"]?.(
    { announcementId: newId() },
    { id: "1", number: 1, last: false, signal },
  );
  for (const task of [cleanUpNotifications, requeueDeliveries]) await task.run(systemContext("test"), signal);
}

test("finds what it deletes, reads and queues again by an index, however much there is", async () => {
  await useAll();
  const rows = await preparedLike("notifications.");
  for (const { name, statement } of rows) {
    const scans = await scansOf(statement);
    const way = WAYS[name];
    expect({ name, scans }).toEqual({ name, scans: expect.arrayContaining(way ? [way] : []) });
    expect({ name, unbound: scans.filter((scan) => scan.endsWith("without bound")) }).toEqual({ name, unbound: [] });
  }
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(WAYS)));
});
