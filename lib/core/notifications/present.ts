import { z } from "zod";
import { NotificationType, type NotificationView } from "./schemas";
import type { NotificationRow } from "./store";

const Data = z.record(z.string(), z.unknown());

export const presentNotification = (row: NotificationRow): NotificationView => ({
  id: row.id,
  seq: row.seq,
  type: NotificationType.parse(row.type),
  title: row.title,
  body: row.body,
  url: row.url,
  data: Data.parse(row.data),
  read: row.read,
  readAt: row.readAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
});
