import { z } from "zod";
import type { NotificationRow } from "@/lib/core/notifications/row";
import type { NotificationView } from "./schemas";
import { titleOf } from "./title";

const Data = z.record(z.string(), z.unknown());

export const presentNotification = (row: NotificationRow): NotificationView => ({
  id: row.id,
  seq: row.seq,
  type: row.type,
  title: titleOf(row),
  body: row.body,
  url: row.url,
  data: Data.parse(row.data),
  count: row.several?.count ?? 1,
  read: row.read,
  readAt: row.readAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
});
