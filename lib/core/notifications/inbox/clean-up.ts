import { inBatches } from "@/lib/core/tasks/in-batches";
import type { Task } from "@/lib/core/tasks/task";
import { hotQuery } from "@/lib/kit/db";
import { archiveNotifications } from "./archive";

/** How long it is kept how a notification fared that is gone, in milliseconds. */
const KEPT_MS = 30 * 86_400_000;

/** Deletes notifications that have expired, and what was kept of those that went 30 days ago, in batches. */
export const cleanUpNotifications: Task = {
  name: "notifications.cleanUp",
  label: "Expired notifications",
  crontab: "20 3 * * *",
  async run(_ctx, signal) {
    const expired = await inBatches(signal, async (take) => {
      const gone = await archiveNotifications(hotQuery, "expired", { ...EXPIRED, take });
      return gone.length;
    });
    const before = new Date(Date.now() - KEPT_MS);
    const forgotten = await inBatches(signal, async (limit) => {
      const [row] = await hotQuery<{ count: number }>("notifications.forget", FORGET, [before, limit]);
      return row?.count ?? 0;
    });
    return `${expired} deleted, ${forgotten} records removed`;
  },
};

const EXPIRED = { name: "expired", where: "n.expires_at < now()", values: [], orderBy: "n.expires_at" };

const FORGET = `
  WITH old AS (
    SELECT id FROM archived_notifications WHERE archived_at < $1::timestamptz ORDER BY archived_at LIMIT $2::int
  ),
  fared AS (DELETE FROM notification_deliveries WHERE notification_id = ANY (ARRAY(SELECT id FROM old))),
  forgotten AS (DELETE FROM archived_notifications WHERE id = ANY (ARRAY(SELECT id FROM old)) RETURNING id)
  SELECT count(*)::int AS count FROM forgotten`;
